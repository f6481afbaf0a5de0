namespace Postroom.Outbox;

/// <summary>A message ready to be kept: rendered, addressed, in wire form. It never changes.</summary>
public sealed record OutboxMessage
{
    /// <summary>Its name.</summary>
    public required MessageId Id { get; init; }

    /// <summary>The app that handed it in.</summary>
    public required string App { get; init; }

    /// <summary>How urgent it is.</summary>
    public required Lane Lane { get; init; }

    /// <summary>The reverse-path in wire form; empty is the null sender (RFC 5321 §4.5.5).</summary>
    public required string EnvelopeSender { get; init; }

    /// <summary>The forward-paths in wire form, no two alike, at least one.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>The whole message with CRLF line ends, not dot-stuffed, ending in CRLF.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>What in it opens something for whoever holds it, such as the token of a link; never to be shown. Empty: nothing known.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>How its body is kept: account mail encrypted and only until it is done, other mail with secrets encrypted.</summary>
    public BodyKeeping Keeping => Lane == Lane.Account ? BodyKeeping.SealedUntilDone : Secrets.Count > 0 ? BodyKeeping.Sealed : BodyKeeping.Plain;

    /// <summary>Whether lines have 8-bit bytes (RFC 6152).</summary>
    public bool Is8Bit { get; init; }

    /// <summary>Whether only a server with SMTPUTF8 can take it (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 { get; init; }

    /// <summary>The From header as people read it, for the lists.</summary>
    public required string From { get; init; }

    /// <summary>The subject as people read it, for the lists.</summary>
    public required string Subject { get; init; }

    /// <summary>The Message-ID header without angle brackets.</summary>
    public required string InternetMessageId { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not tried before this time; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Given up at this time.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The caller's key that makes a repeated hand-in harmless; null: none. Unique for each app.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 over what the caller handed in (hex), to tell a repeat from a key used twice; null without a key.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What kind of mail it is, such as <c>test</c> or <c>password-reset</c>; null: an app's own.</summary>
    public string? Kind { get; init; }

    /// <summary>The W3C traceparent of the request that brought it; null: none.</summary>
    public string? TraceContext { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(OutboxMessage)} {Id}";
}
