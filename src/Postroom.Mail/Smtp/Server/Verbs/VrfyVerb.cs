namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>VRFY: answered without telling who exists (RFC 5321 §3.5.3, §7.3).</summary>
sealed class VrfyVerb() : Verb("VRFY")
{
    public override ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken) =>
        ValueTask.FromResult(argument.IsEmpty
            ? VerbOutcome.Stay(Replies.Syntax("VRFY takes an address"))
            : VerbOutcome.Take(Name, Replies.CannotVerify));
}
