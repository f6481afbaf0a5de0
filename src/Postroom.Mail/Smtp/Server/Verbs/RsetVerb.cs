namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>RSET: forgets the open transaction (RFC 5321 §4.1.1.5).</summary>
sealed class RsetVerb() : Verb("RSET")
{
    public override ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (!argument.IsEmpty) return ValueTask.FromResult(VerbOutcome.Stay(Replies.Syntax("RSET takes no argument")));

        context.Transaction = null;
        return ValueTask.FromResult(VerbOutcome.Take(Name, Replies.Reset));
    }
}
