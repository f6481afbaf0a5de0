namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>One verb of the protocol. Whether it may be said is the table's business, what it means is this class's.</summary>
abstract class Verb(string name)
{
    /// <summary>The verb, in upper case.</summary>
    public string Name { get; } = name;

    /// <summary>The longest line with its CRLF (RFC 5321 §4.5.3.1.4); extensions may add to it.</summary>
    public virtual int MaximumLineBytes => 512;

    /// <summary>Whether this server offers it at this point of the session.</summary>
    public virtual bool IsOffered(SessionContext context) => true;

    /// <summary>What EHLO announces because this verb is there, at this point of the session; null: nothing.</summary>
    public virtual string? Announce(SessionContext context) => null;

    /// <summary>Does it. Called only where the table has a row.</summary>
    /// <param name="context">The session.</param>
    /// <param name="argument">What follows the verb, without spaces at the end; good until the next line is read.</param>
    /// <param name="stoppingToken">The server is being stopped.</param>
    public abstract ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken);

    /// <summary>Says no because the table has no row. A verb with content behind it keeps that content from being read as commands.</summary>
    public virtual ValueTask<VerbOutcome> RefuseAsync(SessionContext context, ReadOnlyMemory<byte> argument, Reply refusal) =>
        ValueTask.FromResult(VerbOutcome.Stay(refusal));
}
