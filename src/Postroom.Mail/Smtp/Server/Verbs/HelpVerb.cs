namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>HELP: the verbs there are (RFC 5321 §4.1.1.8).</summary>
sealed class HelpVerb() : Verb("HELP")
{
    public override string Announce(SessionContext context) => Name;

    public override ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken) =>
        ValueTask.FromResult(VerbOutcome.Take(Name, Replies.Of(214, 2, 0, 0, string.Join(' ', context.Table.Verbs.Where(verb => verb.IsOffered(context)).Select(verb => verb.Name)))));
}
