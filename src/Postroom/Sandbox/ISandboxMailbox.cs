namespace Postroom.Sandbox;

/// <summary>The built-in mailbox: what arrived over SMTP at the sandbox receiver. Keeps the newest 1,000 messages and 256 MiB.</summary>
public interface ISandboxMailbox
{
    /// <summary>Stores a message durably, dropping the oldest ones beyond the bounds. False: the store cannot take it now.</summary>
    Task<bool> AddAsync(SandboxMessage message, CancellationToken cancellationToken);

    /// <summary>The newest messages without their bytes, those before <paramref name="beforeId"/> (null: from the newest).</summary>
    Task<IReadOnlyList<SandboxSummary>> ListAsync(string? text, long? beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>One message; null: unknown or dropped.</summary>
    Task<StoredSandboxMessage?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Empties the mailbox. Returns how many messages it had.</summary>
    Task<int> ClearAsync(CancellationToken cancellationToken);
}

/// <summary>A message as the receiver got it.</summary>
/// <param name="ReceivedAt">When.</param>
/// <param name="EnvelopeSender">The reverse-path; empty is the null sender.</param>
/// <param name="Recipients">The forward-paths.</param>
/// <param name="Bytes">The message, dot-stuffing undone.</param>
/// <param name="From">The From header decoded; empty when there is none.</param>
/// <param name="Subject">The subject decoded; empty when there is none.</param>
public sealed record SandboxMessage(
    DateTimeOffset ReceivedAt, string EnvelopeSender, IReadOnlyList<string> Recipients, ReadOnlyMemory<byte> Bytes, string From, string Subject)
{
    /// <summary>Whether it is account mail: links, resets, invitations.</summary>
    public bool IsAccountMail { get; init; }

    /// <summary>What in it opens something for whoever holds it; empty: nothing known.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SandboxMessage)} of {ReceivedAt:u}";
}

/// <summary>One line of the inbox.</summary>
/// <param name="Id">Its number, rising.</param>
/// <param name="ReceivedAt">When.</param>
/// <param name="From">The From header.</param>
/// <param name="Recipients">To whom.</param>
/// <param name="Subject">The subject.</param>
/// <param name="SizeBytes">How large.</param>
public sealed record SandboxSummary(
    long Id, DateTimeOffset ReceivedAt, string From, IReadOnlyList<string> Recipients, string Subject, long SizeBytes);

/// <summary>A stored message with its number.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Message">The message.</param>
public sealed record StoredSandboxMessage(long Id, SandboxMessage Message)
{
    /// <summary>Whether its key is lost, so that it has no bytes.</summary>
    public bool IsUnreadable { get; init; }
}

/// <summary>What the sender knows of a mail that arrives in the sandbox.</summary>
/// <param name="IsAccountMail">Whether it is account mail.</param>
/// <param name="Secrets">The secrets in it.</param>
public sealed record KnownMail(bool IsAccountMail, IReadOnlyList<string> Secrets);

/// <summary>Finds what is known of a mail; null: it is not one of Postroom's own.</summary>
/// <param name="internetMessageId">Its Message-ID without angle brackets.</param>
/// <param name="cancellationToken">Ends the wait.</param>
public delegate Task<KnownMail?> FindKnownMail(string internetMessageId, CancellationToken cancellationToken);
