using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Outbox;

namespace Postroom.Accepting;

/// <summary>A message as an app hands it in, already checked: every address is parsed, every header allowed.</summary>
public sealed record MailSubmission
{
    /// <summary>The app that hands it in.</summary>
    public required string App { get; init; }

    /// <summary>Who it is from; null: the app's sender, else the global one.</summary>
    public Mailbox? From { get; init; }

    /// <summary>The name shown beside the sender's address; null: the sender's own.</summary>
    public string? SenderName { get; init; }

    /// <summary>Where answers go; null: the global Reply-To, if any.</summary>
    public Mailbox? ReplyTo { get; init; }

    /// <summary>The To header.</summary>
    public IReadOnlyList<Mailbox> To { get; init; } = [];

    /// <summary>The Cc header.</summary>
    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    /// <summary>Blind copies: in the envelope alone.</summary>
    public IReadOnlyList<Mailbox> Bcc { get; init; } = [];

    /// <summary>The subject, before the subject prefix of the settings.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text; null: none.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML; null: none.</summary>
    public string? Html { get; init; }

    /// <summary>Files and inline images.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Further headers in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What in it opens something for whoever holds it, such as the token of a link. It is encrypted at rest and never shown.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>How urgent it is. The default value is <see cref="Lane.Direct"/>.</summary>
    public Lane Lane { get; init; } = Lane.Direct;

    /// <summary>Not tried before; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Given up at; null: five days after acceptance.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The caller's key; null: none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 (hex) over what was handed in; null without a key.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What kind of mail it is; null: an app's own.</summary>
    public string? Kind { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(MailSubmission)} of {App}";
}
