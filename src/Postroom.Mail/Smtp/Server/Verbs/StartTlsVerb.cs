namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>STARTTLS (RFC 3207): what comes next is a TLS handshake, and after it the session begins anew.</summary>
sealed class StartTlsVerb() : Verb("STARTTLS")
{
    public override string? Announce(SessionContext context) => IsOffered(context) ? Name : null;

    public override ValueTask<VerbOutcome> RunAsync(
        SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (!IsOffered(context)) return ValueTask.FromResult(VerbOutcome.Stay(Replies.NotOffered));
        if (!argument.IsEmpty)
            return ValueTask.FromResult(VerbOutcome.Stay(Replies.Syntax("STARTTLS has no argument")));

        // Commands that came in the clear behind it are not the client's (CVE-2011-0411).
        if (context.Input.HasMore())
            return ValueTask.FromResult(VerbOutcome.Close(Replies.SentTooEarly, SessionEnd.OutOfStep));
        return ValueTask.FromResult(
            VerbOutcome.Take(Name, Replies.Of(220, 2, 0, 0, "Ready to start TLS")) with { StartsTls = true });
    }

    public override bool IsOffered(SessionContext context) => context.Options.Tls is not null && !context.IsEncrypted;
}
