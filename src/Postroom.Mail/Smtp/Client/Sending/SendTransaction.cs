using System.Globalization;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>
/// One message on one connection: MAIL, RCPT, then DATA or BDAT, in groups where the server takes them (RFC 2920,
/// RFC 3030). The point of no return is a successful write of the last byte; a write that fails has not sent the end.
/// </summary>
sealed class SendTransaction
{
    static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(5);

    readonly TransactionTalk _talk;
    readonly BodyTransfer _body;
    readonly EnvelopeDialogue _dialogue;
    CancellationTokenRegistration _cancelling;
    bool _hasFollower;
    SendTransaction? _next;

    public SendTransaction(SmtpWire wire, SmtpClientOptions options, Capabilities capabilities, OutgoingMail mail)
    {
        Length = mail.Message.Length;
        _talk = new TransactionTalk(wire, options, capabilities, mail.Envelope);
        _body = new BodyTransfer(wire, options, mail.Envelope, mail.Message, capabilities.Chunking);
        _dialogue = new EnvelopeDialogue(_talk, _body, Length);
    }

    /// <summary>Whether MAIL, RCPT and DATA can go along with the end of the message in front (RFC 2920 §3.1).</summary>
    public bool CanBeAnnounced => _talk.IsGrouped && !_body.IsChunked && IsSimple;

    /// <summary>Whether the whole of it can be written while the one in front awaits its reply (RFC 3030 §4.2).</summary>
    public bool CanBeWrittenAhead =>
        _talk.IsGrouped && _body.FitsIntoGroup && IsSimple && _talk.Envelope.MayStillSend?.Invoke() != false;

    /// <summary>The message's length in bytes.</summary>
    public long Length { get; }

    /// <summary>How many recipients there are.</summary>
    public int Recipients => _talk.Envelope.Recipients.Count;

    // One group of commands, and nothing to be set aside.
    bool IsSimple => Recipients <= EnvelopeDialogue.MaxGroup && Fitness.IsWhole(_talk.Envelope, Length, _talk.Capabilities);

    Conversation Conversation => _talk.Conversation;

    SmtpWire Wire => _talk.Wire;

    /// <summary>Sends the message and hears the server out.</summary>
    /// <param name="next">Opened in the write that ends this message, where that is possible; null: none.</param>
    /// <param name="cancellationToken">The caller's wish to end; ignored from the end of the message on.</param>
    public async Task<TransactionOutcome> RunAsync(SendTransaction? next, CancellationToken cancellationToken)
    {
        _next = next;
        Watch(cancellationToken);
        try
        {
            Conversation.Begin(SmtpStage.MailFrom);
            if (_dialogue.IsAnnounced) await ConverseAsync(cancellationToken);
            else if (Fitness.Check(_talk.Ledger, _talk.Envelope, Length, _talk.Capabilities, Conversation) is { } unfit) _talk.Decide(unfit);
            else if (_talk.Ledger.HasUndecided) await ConverseAsync(cancellationToken);
            if (!_talk.EndSent && !Wire.IsUsable) cancellationToken.ThrowIfCancellationRequested();
        }
        catch
        {
            // The message could not be read, or the caller gave up: without its end the server takes nothing.
            Wire.Break();
            throw;
        }
        finally
        {
            _cancelling.Unregister();
            Wire.Clock.Stop();
        }

        var reached = Reached(_talk.Ledger.Outcomes);
        if (_talk.IsOpen && !_hasFollower && Wire.IsUsable) await ResetAsync();
        var isUsable = Wire.IsUsable && (_hasFollower || !Wire.HasUnaskedInput);
        return new TransactionOutcome(_talk.Ledger.Outcomes, reached, isUsable) { Distrust = _talk.Distrusted, Suspect = _talk.Suspected };
    }

    // In one group the end goes out along with the commands; where they were refused, nobody was asked about it.
    SmtpStage Reached(IReadOnlyList<RecipientOutcome> outcomes)
    {
        if (!_talk.EndSent) return Conversation.Stage;
        var refusals = outcomes.OfType<RecipientOutcome.Refused>().Where(refused => refused.Stage < SmtpStage.Data).ToList();
        return refusals.Count == outcomes.Count ? refusals.Max(refused => refused.Stage) : SmtpStage.EndOfData;
    }

    /// <summary>Writes the whole transaction; <see cref="RunAsync"/> reads its replies later.</summary>
    /// <param name="front">The one whose replies come first; null: none. A refused BDAT would leave it open, so RSET stands
    /// between the two (RFC 3030 §4.2).</param>
    /// <param name="cancellationToken">The caller's wish to end; it must not tear what is already under way in front.</param>
    /// <returns>Whether all was written.</returns>
    public async Task<bool> WriteAheadAsync(SendTransaction? front, CancellationToken cancellationToken)
    {
        Watch(front is null ? cancellationToken : CancellationToken.None);
        Conversation.Begin(SmtpStage.MailFrom);
        if (front is null) Wire.ReadAhead();
        _dialogue.Announce(withReset: front is not null);
        var isWritten = await SendBodyAsync(inGroup: true, cancellationToken);
        _cancelling.Unregister();
        if (isWritten && front is not null) front._hasFollower = true;
        return isWritten;
    }

    void Watch(CancellationToken cancellationToken)
    {
        if (!_talk.EndSent) _cancelling = cancellationToken.UnsafeRegister(static wire => ((SmtpWire)wire!).Break(), Wire);
        Wire.Clock.StartTotal(_talk.Options.TotalTimeout);
    }

    async Task ConverseAsync(CancellationToken cancellationToken)
    {
        if (!_dialogue.IsAnnounced)
        {
            Wire.ReadAhead();
            if (Wire.HasUnaskedInput) _talk.Decide(await Wire.ExplainUnaskedAsync());
        }

        if (_talk.Ledger.HasUndecided
            && await _dialogue.OpenAsync()
            && !_talk.EndSent)
        {
            await TransferAsync(cancellationToken);
        }

        if (_talk.EndSent && (Wire.IsUsable || _talk.Ledger.HasUndecided)) await EndAsync();
    }

    async Task TransferAsync(CancellationToken cancellationToken)
    {
        if (Conversation.Stage != SmtpStage.Data) Conversation.Begin(SmtpStage.Data);
        await SendBodyAsync(inGroup: false, cancellationToken);
    }

    async Task<bool> SendBodyAsync(bool inGroup, CancellationToken cancellationToken)
    {
        if (!inGroup && _next is { CanBeAnnounced: true } next)
        {
            _body.Follower = () =>
            {
                next._dialogue.Announce(withReset: false);
                _hasFollower = true;
            };
        }

        if (await _body.SendAsync(inGroup, looksForInput: !_dialogue.SaidReset, _cancelling, cancellationToken) is { } failure)
        {
            // A refusal in the middle of the message is believed, for no harm can come of it; a consent never.
            if (failure is { Fault: SmtpFault.Refused, Reply: { } early }) _talk.Refuse(early);
            else _talk.Decide(failure);
            return false;
        }

        _talk.EndSent = true;
        return true;
    }

    async Task EndAsync()
    {
        // A message that went out in one group with its commands had no moment of its own for this stage.
        if (Conversation.Stage != SmtpStage.Data) Conversation.Begin(SmtpStage.Data);
        if (_talk.Ledger.Accepted.Count > 0) Conversation.Pass(string.Create(CultureInfo.InvariantCulture, $"{Length} bytes"));
        Conversation.Begin(SmtpStage.EndOfData);
        if (await _talk.ReadAsync(_talk.Options.DataTerminationTimeout) is not { } reply || !_talk.Ledger.HasUndecided) return;

        _talk.IsOpen = false;
        if (reply.IsPositive)
        {
            _talk.Ledger.Complete(reply);
            Conversation.Pass(reply.Text, reply);
        }
        else if (_body.IsChunked && reply.Code is >= 500 and <= 504)
        {
            _talk.DistrustForAccepted("CHUNKING", reply);
            Wire.Break();
        }
        else
        {
            _talk.Refuse(reply);
        }
    }

    // After a refusal the server still holds the sender and recipients it took (RFC 5321 §4.1.1.5).
    async Task ResetAsync()
    {
        Wire.Clock.StartTotal(ResetTimeout);
        var answer = await Wire.ExchangeAsync("RSET", ResetTimeout);
        if (answer.Reply is not { IsPositive: true }) Wire.Break();
        Wire.Clock.Stop();
    }
}
