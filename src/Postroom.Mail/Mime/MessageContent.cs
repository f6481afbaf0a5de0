using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>A message as its author thinks of it, before it becomes bytes (RFC 5322 §3.6, RFC 2045).</summary>
public sealed record MessageContent
{
    /// <summary>Who it is from.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Who sends it for the author, when that is somebody else (RFC 5322 §3.6.2); null: no Sender header.</summary>
    public Mailbox? Sender { get; init; }

    /// <summary>Where answers go; null: to <see cref="From"/>.</summary>
    public Mailbox? ReplyTo { get; init; }

    /// <summary>The To header.</summary>
    public IReadOnlyList<Mailbox> To { get; init; } = [];

    /// <summary>The Cc header. Blind copies are envelope only and have no place here.</summary>
    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    /// <summary>The subject, decoded; holds no CR, LF or NUL.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The Message-ID without angle brackets, such as <c>0198…@example.com</c>.</summary>
    public required string MessageId { get; init; }

    /// <summary>The plain text body; null: none. Line ends may be CRLF or LF.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML body; null: none.</summary>
    public string? Html { get; init; }

    /// <summary>Files. One with a Content-ID is inline and belongs to <see cref="Html"/> (multipart/related, RFC 2387).</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Further headers in order, such as List-Id. Names are checked by <see cref="HeaderRules"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
