using System.Globalization;

namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>EHLO: who the client is, answered with what this server can do (RFC 5321 §4.1.1.1). Ends an open transaction.</summary>
sealed class EhloVerb() : Verb("EHLO")
{
    public override ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (ClientName.Read(argument.Span) is not { } client) return ValueTask.FromResult(VerbOutcome.Stay(ClientName.Refusal));

        context.ClientName = client;
        context.IsExtended = true;
        context.Transaction = null;
        string[] lines =
        [
            context.Options.HostName,
            "PIPELINING",
            string.Create(CultureInfo.InvariantCulture, $"SIZE {context.Options.MaximumMessageBytes}"),
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
            .. context.Table.Verbs.Select(verb => verb.Announce(context)).OfType<string>(),
        ];
        return ValueTask.FromResult(VerbOutcome.Take(Name, new Reply(250, null, lines)));
    }
}
