namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>NOOP: nothing, whatever its argument (RFC 5321 §4.1.1.9).</summary>
sealed class NoopVerb() : Verb("NOOP")
{
    public override ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken) =>
        ValueTask.FromResult(VerbOutcome.Take(Name, Replies.Noop));
}
