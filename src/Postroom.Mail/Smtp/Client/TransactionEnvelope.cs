namespace Postroom.Mail.Smtp.Client;

/// <summary>The first half of a transaction: MAIL, RCPT and the consent to the message.</summary>
sealed partial class Transaction
{
    // So many replies fit any receive window, so that neither side ever waits for the other to read (RFC 2920 §3.1).
    const int MaxGroup = 100;

    Task<bool> OpenAsync(CancellationToken cancellationToken) =>
        IsGrouped ? OpenInGroupsAsync(cancellationToken) : OpenInStepsAsync();

    // MAIL, then RCPTs, then DATA or the whole BDAT: one write, one round trip.
    async Task<bool> OpenInGroupsAsync(CancellationToken cancellationToken)
    {
        Say(MailCommands.Mail(_envelope, _message.Length, _capabilities));
        var todo = _ledger.Undecided;
        for (var done = 0; done < todo.Count; done += MaxGroup)
        {
            var group = todo.GetRange(done, Math.Min(MaxGroup, todo.Count - done));
            foreach (var index in group) Say(MailCommands.Rcpt(_envelope.Recipients[index]));

            var isLast = done + group.Count == todo.Count;
            var saysData = isLast && !_body.IsChunked;
            if (saysData) Say("DATA");
            var flushed = isLast && _body.FitsIntoGroup ? await SendBodyAsync(cancellationToken) : await FlushAsync();
            if (!flushed) return false;

            if (done == 0 && !await ReadMailAsync()) return await DrainAsync(group.Count, saysData);
            foreach (var index in group)
            {
                if (!await ReadRcptAsync(index)) return false;
            }

            if (isLast) TellRecipients();
            if (saysData) return await ReadDataAsync();
        }

        return _ledger.Accepted.Count > 0;
    }

    async Task<bool> OpenInStepsAsync()
    {
        Say(MailCommands.Mail(_envelope, _message.Length, _capabilities));
        if (!await FlushAsync() || !await ReadMailAsync()) return false;

        foreach (var index in _ledger.Undecided)
        {
            Say(MailCommands.Rcpt(_envelope.Recipients[index]));
            if (!await FlushAsync() || !await ReadRcptAsync(index)) return false;
        }

        TellRecipients();
        if (_ledger.Accepted.Count == 0) return false;
        if (_body.IsChunked) return true;

        Say("DATA");
        return await FlushAsync() && await ReadDataAsync();
    }

    async Task<bool> ReadMailAsync()
    {
        if (await ReadAsync(_options.CommandTimeout) is not { } reply) return false;
        if (reply.IsPositive)
        {
            _isOpen = true;
            Conversation.Pass(reply.Text, reply);
            Conversation.Begin(SmtpStage.RcptTo);
            return true;
        }

        Refuse(reply);
        return false;
    }

    // MAIL was refused, and the commands behind it in the group have their replies too.
    async Task<bool> DrainAsync(int recipients, bool saidData)
    {
        for (var count = recipients; count > 0 && _wire.IsUsable; count--)
            await _wire.ReadReplyAsync(_options.CommandTimeout);

        if (!saidData || !_wire.IsUsable) return false;
        var answer = await _wire.ReadReplyAsync(_options.DataInitiationTimeout);
        if (answer.Reply is { IsIntermediate: true }) await EndWithNothingAsync();
        return false;
    }

    async Task<bool> ReadRcptAsync(int index)
    {
        if (await ReadAsync(_options.CommandTimeout) is not { } reply) return false;
        if (reply.IsPositive)
        {
            _ledger.Accept(index);
            return true;
        }

        if (reply.Code == 421 || reply.IsIntermediate)
        {
            Refuse(reply);
            return false;
        }

        if (reply.Code == 503 && IsGrouped) Distrust("PIPELINING", index, reply);
        else _ledger.Refuse(index, SmtpStage.RcptTo, reply);
        return true;
    }

    async Task<bool> ReadDataAsync()
    {
        Conversation.Begin(SmtpStage.Data);
        if (await ReadAsync(_options.DataInitiationTimeout) is not { } reply) return false;
        if (reply.Code == 354)
        {
            if (_ledger.Accepted.Count > 0) return true;
            await EndWithNothingAsync();
        }
        else if (_ledger.Accepted.Count > 0)
        {
            if (reply.Code == 503 && IsGrouped) DistrustForAccepted("PIPELINING", reply);
            Refuse(reply);
        }

        return false;
    }

    // A server may say 354 though it took no recipient; it gets an empty message for nobody (RFC 2920 §3.1).
    async Task EndWithNothingAsync()
    {
        Say(".");
        _wire.Clock.StartCommand(_options.CommandTimeout);
        if (await _wire.FlushAsync() is null && (await _wire.ReadReplyAsync(_options.DataTerminationTimeout)).Came) _isOpen = false;
    }
}
