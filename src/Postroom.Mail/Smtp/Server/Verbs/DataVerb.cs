namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>DATA: the message up to CRLF.CRLF (RFC 5321 §4.1.1.4). Ends the transaction, whatever becomes of it.</summary>
sealed class DataVerb() : Verb("DATA")
{
    public override async ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (!argument.IsEmpty) return VerbOutcome.Stay(Replies.Syntax("DATA takes no argument"));

        context.Output.Write(Replies.StartInput);
        if (!await context.Input.ReadContentAsync(new DottedContent(context.Transaction!.Content), context.Options)) return VerbOutcome.Ended;
        return VerbOutcome.Take(Name, await context.TakeAsync());
    }

    /// <summary>What already stands behind a refused DATA is a message whose sender did not wait (RFC 2920 §3.1): never commands.</summary>
    public override ValueTask<VerbOutcome> RefuseAsync(SessionContext context, ReadOnlyMemory<byte> argument, Reply refusal) =>
        ValueTask.FromResult(context.Input.HasMore() ? VerbOutcome.Close(Replies.ContentTooEarly, SessionEnd.OutOfStep) : VerbOutcome.Stay(refusal));
}
