namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>The first half of a transaction: MAIL, RCPT and the consent to the message.</summary>
sealed class EnvelopeDialogue(TransactionTalk talk, BodyTransfer body, long length)
{
    // So many replies fit any receive window, so that neither side ever waits for the other to read (RFC 2920 §3.1).
    public const int MaxGroup = 100;

    /// <summary>Whether the commands have been written along with the transaction in front.</summary>
    public bool IsAnnounced { get; private set; }

    /// <summary>Whether RSET was said before them.</summary>
    public bool SaidReset { get; private set; }

    /// <summary>Gathers all commands for the next write; their replies are read by <see cref="OpenAsync"/>.</summary>
    /// <param name="withReset">Whether the transaction in front may stay open when it is refused.</param>
    public void Announce(bool withReset)
    {
        if (withReset) talk.Say("RSET");
        SayGroup(talk.Ledger.Undecided, isFirst: true, isLast: true);
        SaidReset = withReset;
        IsAnnounced = true;
    }

    /// <summary>Says what was not yet said and reads the replies. Nothing of the message is sent, so a break here loses nothing.</summary>
    /// <returns>Whether the message is wanted by anybody.</returns>
    public Task<bool> OpenAsync() => talk.IsGrouped ? OpenInGroupsAsync() : OpenInStepsAsync();

    // MAIL, then RCPTs, then DATA: one write, one round trip.
    async Task<bool> OpenInGroupsAsync()
    {
        var todo = talk.Ledger.Undecided;
        for (var done = 0; done < todo.Count; done += MaxGroup)
        {
            var group = todo.GetRange(done, Math.Min(MaxGroup, todo.Count - done));
            var isLast = done + group.Count == todo.Count;
            var saysData = isLast && !body.IsChunked;
            if (!IsAnnounced)
            {
                SayGroup(group, isFirst: done == 0, isLast);
                if (!await talk.FlushAsync()) return false;
            }

            if (done == 0 && !await ReadMailAsync()) return await DrainAsync(group.Count, saysData);
            foreach (var index in group)
            {
                if (!await ReadRcptAsync(index)) return false;
            }

            if (isLast) talk.TellRecipients();
            if (saysData) return await ReadDataAsync();
        }

        return talk.Ledger.Accepted.Count > 0;
    }

    async Task<bool> OpenInStepsAsync()
    {
        talk.Say(MailCommands.Mail(talk.Envelope, length, talk.Capabilities));
        if (!await talk.FlushAsync() || !await ReadMailAsync()) return false;

        foreach (var index in talk.Ledger.Undecided)
        {
            talk.Say(MailCommands.Rcpt(talk.Envelope.Recipients[index]));
            if (!await talk.FlushAsync() || !await ReadRcptAsync(index)) return false;
        }

        talk.TellRecipients();
        if (talk.Ledger.Accepted.Count == 0) return false;
        if (body.IsChunked) return true;

        talk.Say("DATA");
        return await talk.FlushAsync() && await ReadDataAsync();
    }

    void SayGroup(List<int> group, bool isFirst, bool isLast)
    {
        if (isFirst) talk.Say(MailCommands.Mail(talk.Envelope, length, talk.Capabilities));
        foreach (var index in group) talk.Say(MailCommands.Rcpt(talk.Envelope.Recipients[index]));
        if (isLast && !body.IsChunked) talk.Say("DATA");
    }

    async Task<bool> ReadMailAsync()
    {
        if (SaidReset && !await ReadResetAsync()) return false;
        if (await talk.ReadAsync(talk.Options.CommandTimeout) is not { } reply) return false;
        if (reply.IsPositive)
        {
            talk.IsOpen = true;
            talk.Conversation.Pass(reply.Text, reply);
            talk.Conversation.Begin(SmtpStage.RcptTo);
            return true;
        }

        talk.Refuse(reply);
        return false;
    }

    // MAIL was refused, and the commands behind it in the group have their replies too.
    async Task<bool> DrainAsync(int recipients, bool saidData)
    {
        for (var count = recipients; count > 0 && talk.Wire.IsUsable; count--)
            await talk.Wire.ReadReplyAsync(talk.Options.CommandTimeout);

        if (!saidData || !talk.Wire.IsUsable) return false;
        var answer = await talk.Wire.ReadReplyAsync(talk.Options.DataInitiationTimeout);
        if (answer.Reply is { IsIntermediate: true }) await EndWithNothingAsync();
        return false;
    }

    async Task<bool> ReadRcptAsync(int index)
    {
        if (await talk.ReadAsync(talk.Options.CommandTimeout) is not { } reply) return false;
        if (reply.IsPositive)
        {
            talk.Ledger.Accept(index);
            return true;
        }

        if (reply.Code == 421 || reply.IsIntermediate)
        {
            talk.Refuse(reply);
            return false;
        }

        if (reply.Code == 503 && talk.IsGrouped) talk.Distrust("PIPELINING", index, reply);
        else talk.Ledger.Refuse(index, SmtpStage.RcptTo, reply);
        return true;
    }

    async Task<bool> ReadDataAsync()
    {
        talk.Conversation.Begin(SmtpStage.Data);
        if (await talk.ReadAsync(talk.Options.DataInitiationTimeout) is not { } reply) return false;
        if (reply.Code == 354)
        {
            if (talk.Ledger.Accepted.Count > 0) return true;
            await EndWithNothingAsync();
        }
        else if (talk.Ledger.Accepted.Count > 0)
        {
            if (reply.Code == 503 && talk.IsGrouped) talk.DistrustForAccepted("PIPELINING", reply);
            talk.Refuse(reply);
        }

        return false;
    }

    // A server may say 354 though it took no recipient; it gets an empty message for nobody (RFC 2920 §3.1).
    async Task EndWithNothingAsync()
    {
        talk.Say(".");
        talk.Wire.Clock.StartCommand(talk.Options.CommandTimeout);
        if (await talk.Wire.FlushAsync() is null && (await talk.Wire.ReadReplyAsync(talk.Options.DataTerminationTimeout)).Came) talk.IsOpen = false;
    }

    async Task<bool> ReadResetAsync()
    {
        if (await talk.ReadAsync(talk.Options.CommandTimeout) is not { } reply) return false;
        if (reply.IsPositive) return true;

        talk.Wire.Break();
        talk.Decide(talk.Conversation.Fail(
            SmtpFault.OutOfStep, $"{talk.Conversation.Server} answered RSET with: {reply}", reply));
        return false;
    }
}
