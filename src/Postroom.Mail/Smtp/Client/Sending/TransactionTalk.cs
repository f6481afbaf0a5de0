using System.Globalization;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>What the parts of a transaction share: the wire, how far it got, and the verdict on each recipient.</summary>
sealed class TransactionTalk(SmtpWire wire, SmtpClientOptions options, Capabilities capabilities, Envelope envelope)
{
    public SmtpWire Wire => wire;

    public SmtpClientOptions Options => options;

    public Capabilities Capabilities => capabilities;

    public Envelope Envelope => envelope;

    public RecipientLedger Ledger { get; } = new(envelope.Recipients);

    public Conversation Conversation => wire.Conversation;

    /// <summary>Whether commands go in groups.</summary>
    public bool IsGrouped => capabilities.Pipelining;

    /// <summary>Whether the server holds a sender and recipients that RSET would clear.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether the end of the message has been written: from there on a break is uncertain.</summary>
    public bool EndSent { get; set; }

    /// <summary>The extension that the server announced and could not do; null: none.</summary>
    public string? Distrusted { get; private set; }

    /// <summary>The extension that was in use when the server went without a word; null: none.</summary>
    public string? Suspected { get; private set; }

    public void Say(string command)
    {
        Conversation.SaidByUs(command);
        wire.Output.Write(command);
        wire.Output.Write("\r\n"u8);
    }

    public async ValueTask<bool> FlushAsync()
    {
        wire.Clock.StartCommand(options.CommandTimeout);
        if (await wire.FlushAsync() is not { } failure) return true;
        Decide(failure);
        return false;
    }

    public async ValueTask<Reply?> ReadAsync(TimeSpan allowed)
    {
        var answer = await wire.ReadReplyAsync(allowed);
        if (answer.Failure is { } failure)
        {
            // Commands that wait are thrown away by some, who then wait themselves or hang up.
            var isInGroup = Conversation.Stage is SmtpStage.RcptTo or SmtpStage.Data;
            if (IsGrouped && IsOpen && !EndSent && isInGroup) Distrusted = "PIPELINING";
            if (IsGrouped && !IsOpen && !EndSent && failure.Fault == SmtpFault.ConnectionLost) Suspected = "PIPELINING";
            Decide(failure);
        }

        return answer.Reply;
    }

    public void TellRecipients()
    {
        var accepted = Ledger.Accepted.Count;
        if (accepted > 0)
        {
            Conversation.Pass(string.Create(
                CultureInfo.InvariantCulture, $"{accepted} of {envelope.Recipients.Count} recipients accepted"));
        }
        else if (Ledger.LastRefusal is { } reply)
        {
            Conversation.Fail(Conversation.Fail(
                SmtpFault.Refused, $"{Conversation.Server} took none of the recipients: {reply}", reply));
        }
    }

    /// <summary>The conversation broke: nobody who is undecided got it, or it is uncertain.</summary>
    public void Decide(SmtpFailure failure)
    {
        Ledger.Break(failure, EndSent);
        Conversation.Fail(failure);
    }

    /// <summary>The server said no to all who are undecided; what is neither yes nor no is out of step.</summary>
    public void Refuse(Reply reply)
    {
        var stage = Conversation.Stage;
        if (reply.IsTransient || reply.IsPermanent)
        {
            Ledger.RefuseAll(stage, reply);
            Conversation.Fail(Conversation.Fail(
                SmtpFault.Refused, $"{Conversation.Server} refused the message {FailureText.Awaited(stage)}: {reply}", reply));
            if (reply.Code == 421) wire.Break();
            return;
        }

        wire.Break();
        Decide(Conversation.Fail(
            SmtpFault.OutOfStep, $"{Conversation.Server} gave an answer that does not fit {FailureText.Awaited(stage)}: {reply}", reply));
    }

    public void DistrustForAccepted(string extension, Reply reply)
    {
        foreach (var index in Ledger.Accepted) Distrust(extension, index, reply);
    }

    public void Distrust(string extension, int index, Reply reply)
    {
        Distrusted = extension;
        Ledger.NotSent(index, Conversation.Fail(
            SmtpFault.Refused, $"{Conversation.Server} announces {extension} and cannot do it: {reply}", reply));
    }
}
