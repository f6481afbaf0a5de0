namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>HELO: who the client is, of old (RFC 5321 §4.1.1.1). Ends an open transaction.</summary>
sealed class HeloVerb() : Verb("HELO")
{
    public override ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (ClientName.Read(argument.Span) is not { } client) return ValueTask.FromResult(VerbOutcome.Stay(ClientName.Refusal));

        context.ClientName = client;
        context.IsExtended = false;
        context.Transaction = null;
        return ValueTask.FromResult(VerbOutcome.Take(Name, new Reply(250, null, [context.Options.HostName])));
    }
}
