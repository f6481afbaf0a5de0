namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>QUIT: the end (RFC 5321 §4.1.1.10).</summary>
sealed class QuitVerb() : Verb("QUIT")
{
    public override ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken) =>
        ValueTask.FromResult(new VerbOutcome(Replies.Bye, Name, SessionEnd.Quit));
}
