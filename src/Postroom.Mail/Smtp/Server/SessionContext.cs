namespace Postroom.Mail.Smtp.Server;

/// <summary>What the verbs of one session share.</summary>
sealed class SessionContext(SessionTable table, SmtpServerOptions options, IMailReceiver receiver, SmtpInput input, SmtpOutput output, TimeProvider time)
{
    public SessionTable Table { get; } = table;

    public SmtpServerOptions Options { get; } = options;

    public IMailReceiver Receiver { get; } = receiver;

    public SmtpInput Input { get; } = input;

    public SmtpOutput Output { get; } = output;

    /// <summary>The name the client gave; empty before EHLO and HELO.</summary>
    public string ClientName { get; set; } = "";

    /// <summary>Whether what is said here is encrypted.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>The user name of the login; null: there was none.</summary>
    public string? Login { get; set; }

    /// <summary>Whether the client said EHLO.</summary>
    public bool IsExtended { get; set; }

    /// <summary>How many commands were wrong since the last message was taken.</summary>
    public int Errors { get; set; }

    /// <summary>The open transaction; null: none.</summary>
    public ReceiveTransaction? Transaction { get; set; }

    /// <summary>Hands the finished message to the receiver and closes the transaction, whatever becomes of it.</summary>
    public async ValueTask<Reply> TakeAsync()
    {
        var transaction = Transaction!;
        Transaction = null;
        if (transaction.Content.IsTooLarge) return Replies.TooLarge;
        if (transaction.Content.HasBareLineEnd) return Replies.BareLineEndInContent;

        // Not the session's token: once the content is here, stopping waits for the receiver's word.
        using var deadline = new CancellationTokenSource(Options.TakeTimeout, time);
        try
        {
            var answer = await Receiver.TakeAsync(transaction.ToMessage(ClientName, IsExtended), deadline.Token);
            if (answer is ReceiverAnswer.Taken) Errors = 0;
            return ToReply(answer, new EnhancedStatus(2, 6, 0));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return Replies.TooSlow;
        }
    }

    public static Reply ToReply(ReceiverAnswer answer, EnhancedStatus taken) => answer switch
    {
        ReceiverAnswer.Taken yes => new Reply(250, taken, [yes.Text]),
        ReceiverAnswer.TryLater later => Replies.Of(451, 4, 3, 0, later.Reason),
        ReceiverAnswer.NoRoom full => Replies.Of(452, 4, 3, 1, full.Reason),
        ReceiverAnswer.Refused { Reply: { IsTransient: true } or { IsPermanent: true } } no => no.Reply,
        ReceiverAnswer.Refused no => Replies.Of(554, 5, 0, 0, no.Reply.Text),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
