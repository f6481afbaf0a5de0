namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>RCPT: one recipient more (RFC 5321 §4.1.1.3).</summary>
sealed class RcptVerb() : Verb("RCPT")
{
    /// <summary>The answer to a UTF-8 address in a transaction that did not declare it (RFC 6531 §3.5).</summary>
    public static Reply NeedsSmtpUtf8 { get; } = Replies.Of(553, 5, 6, 7, "An address in UTF-8 needs the SMTPUTF8 parameter of MAIL");

    public override int MaximumLineBytes => SmtpInput.MaximumLineBytes;

    public override async ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (PathCommand.Read(argument.Span, "TO:", out var command) is { } wrong) return VerbOutcome.Stay(wrong);
        if (command!.Parameters.Count > 0)
            return VerbOutcome.Stay(Replies.Of(555, 5, 5, 4, "RCPT takes no parameter here"));

        var transaction = context.Transaction!;
        if (command.IsUtf8 && !transaction.NeedsSmtpUtf8) return VerbOutcome.Stay(NeedsSmtpUtf8);
        if (transaction.RecipientCount >= context.Options.MaximumRecipients) return VerbOutcome.Stay(Replies.TooManyRecipients);

        var answer = await context.Receiver.AcceptRecipientAsync(command.Path, stoppingToken);
        var reply = SessionContext.ToReply(answer, new EnhancedStatus(2, 1, 5));
        if (!reply.IsPositive) return VerbOutcome.Stay(reply);
        transaction.Add(command.Path);
        return VerbOutcome.Take(Name, reply);
    }
}
