using System.Globalization;

namespace Postroom.Mail.Smtp.Client;

/// <summary>
/// One message on one connection: MAIL, RCPT, then DATA or BDAT, in groups where the server takes them (RFC 2920,
/// RFC 3030). The point of no return is a successful write of the last byte; a write that fails has not sent the end.
/// </summary>
sealed partial class Transaction
{
    static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(5);

    readonly SmtpWire _wire;
    readonly SmtpClientOptions _options;
    readonly Capabilities _capabilities;
    readonly Envelope _envelope;
    readonly IMessageBody _message;
    readonly BodyTransfer _body;
    readonly RecipientLedger _ledger;
    CancellationTokenRegistration _cancelling;
    bool _isOpen;
    bool _endSent;
    string? _distrust;

    public Transaction(SmtpWire wire, SmtpClientOptions options, Capabilities capabilities, Envelope envelope, IMessageBody message)
    {
        _wire = wire;
        _options = options;
        _capabilities = capabilities;
        _envelope = envelope;
        _message = message;
        _body = new BodyTransfer(wire, options, envelope, message, capabilities.Chunking);
        _ledger = new RecipientLedger(envelope.Recipients);
    }

    Conversation Conversation => _wire.Conversation;

    bool IsGrouped => _capabilities.Pipelining;

    public async Task<TransactionOutcome> RunAsync(CancellationToken cancellationToken)
    {
        _cancelling = cancellationToken.UnsafeRegister(static wire => ((SmtpWire)wire!).Break(), _wire);
        _wire.Clock.StartTotal(_options.TotalTimeout);
        try
        {
            Conversation.Begin(SmtpStage.MailFrom);
            if (Fitness.Check(_ledger, _envelope, _message.Length, _capabilities, Conversation) is { } unfit) Decide(unfit);
            else if (_ledger.HasUndecided) await ConverseAsync(cancellationToken);
            if (!_endSent && !_wire.IsUsable) cancellationToken.ThrowIfCancellationRequested();
        }
        catch
        {
            // The message could not be read, or the caller gave up: without its end the server takes nothing.
            _wire.Break();
            throw;
        }
        finally
        {
            _cancelling.Unregister();
            _wire.Clock.Stop();
        }

        var reached = _endSent ? SmtpStage.EndOfData : Conversation.Stage;
        if (_isOpen && _wire.IsUsable) await ResetAsync();
        return new TransactionOutcome(_ledger.Outcomes, reached, _wire.IsUsable && !_wire.HasUnaskedInput) { Distrust = _distrust };
    }

    async Task ConverseAsync(CancellationToken cancellationToken)
    {
        _wire.ReadAhead();
        if (_wire.HasUnaskedInput) Decide(await _wire.ExplainUnaskedAsync());
        else if (await OpenAsync(cancellationToken) && !_endSent) await TransferAsync(cancellationToken);
        if (_endSent && _wire.IsUsable) await EndAsync();
    }

    async Task TransferAsync(CancellationToken cancellationToken)
    {
        if (Conversation.Stage != SmtpStage.Data) Conversation.Begin(SmtpStage.Data);
        await SendBodyAsync(cancellationToken);
    }

    async Task<bool> SendBodyAsync(CancellationToken cancellationToken)
    {
        if (await _body.SendAsync(_cancelling, cancellationToken) is { } failure)
        {
            // A refusal in the middle of the message is believed, for no harm can come of it; a consent never.
            if (failure is { Fault: SmtpFault.Refused, Reply: { } early }) Refuse(early);
            else Decide(failure);
            return false;
        }

        _endSent = true;
        return true;
    }

    async Task EndAsync()
    {
        if (_ledger.Accepted.Count > 0) Conversation.Pass(string.Create(CultureInfo.InvariantCulture, $"{_message.Length} bytes"));
        Conversation.Begin(SmtpStage.EndOfData);
        if (await ReadAsync(_options.DataTerminationTimeout) is not { } reply || !_ledger.HasUndecided) return;

        _isOpen = false;
        if (reply.IsPositive)
        {
            _ledger.Complete(reply);
            Conversation.Pass(reply.Text, reply);
        }
        else if (_body.IsChunked && reply.Code is >= 500 and <= 504)
        {
            DistrustForAccepted("CHUNKING", reply);
            _wire.Break();
        }
        else
        {
            Refuse(reply);
        }
    }

    // After a refusal the server still holds the sender and recipients it took (RFC 5321 §4.1.1.5).
    async Task ResetAsync()
    {
        _wire.Clock.StartTotal(ResetTimeout);
        var answer = await _wire.AskAsync("RSET", ResetTimeout);
        if (answer.Reply is not { IsPositive: true }) _wire.Break();
        _wire.Clock.Stop();
    }

    void Say(string command)
    {
        Conversation.SaidByUs(command);
        _wire.Output.Write(command);
        _wire.Output.Write("\r\n"u8);
    }

    async ValueTask<bool> FlushAsync()
    {
        _wire.Clock.StartCommand(_options.CommandTimeout);
        if (await _wire.FlushAsync() is not { } failure) return true;
        Decide(failure);
        return false;
    }

    async ValueTask<Reply?> ReadAsync(TimeSpan allowed)
    {
        var answer = await _wire.ReadReplyAsync(allowed);
        if (answer.Failure is { } failure)
        {
            if (IsGrouped && _isOpen && !_endSent && Conversation.Stage is SmtpStage.RcptTo or SmtpStage.Data) _distrust = "PIPELINING";
            Decide(failure);
        }

        return answer.Reply;
    }

    void TellRecipients()
    {
        var accepted = _ledger.Accepted.Count;
        if (accepted > 0)
        {
            Conversation.Pass(string.Create(
                CultureInfo.InvariantCulture, $"{accepted} of {_envelope.Recipients.Count} recipients accepted"));
        }
        else if (_ledger.LastRefusal is { } reply)
        {
            Conversation.Fail(Conversation.Fail(SmtpFault.Refused, $"{Conversation.Server} took none of the recipients: {reply}", reply));
        }
    }

    /// <summary>The conversation broke: nobody who is undecided got it, or it is uncertain.</summary>
    void Decide(SmtpFailure failure)
    {
        _ledger.Break(failure, _endSent);
        Conversation.Fail(failure);
    }

    /// <summary>The server said no to all who are undecided; what is neither yes nor no is out of step.</summary>
    void Refuse(Reply reply)
    {
        var stage = Conversation.Stage;
        if (reply.IsTransient || reply.IsPermanent)
        {
            _ledger.RefuseAll(stage, reply);
            Conversation.Fail(Conversation.Fail(SmtpFault.Refused, $"{Conversation.Server} refused the message {Words.Awaited(stage)}: {reply}", reply));
            if (reply.Code == 421) _wire.Break();
            return;
        }

        _wire.Break();
        Decide(Conversation.Fail(
            SmtpFault.OutOfStep, $"{Conversation.Server} gave an answer that does not fit {Words.Awaited(stage)}: {reply}", reply));
    }

    void DistrustForAccepted(string extension, Reply reply)
    {
        foreach (var index in _ledger.Accepted) Distrust(extension, index, reply);
    }

    void Distrust(string extension, int index, Reply reply)
    {
        _distrust = extension;
        _ledger.NotSent(index, Conversation.Fail(
            SmtpFault.Refused, $"{Conversation.Server} announces {extension} and cannot do it: {reply}", reply));
    }
}
