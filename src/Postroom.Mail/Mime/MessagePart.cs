namespace Postroom.Mail.Mime;

/// <summary>A part of a message that was read: a leaf with content, or a multipart with children (RFC 2045 §2.4).</summary>
public sealed class MessagePart
{
    string? _text;

    internal MessagePart(MessageHeaders headers, MediaType contentType)
    {
        Headers = headers;
        ContentType = contentType;
    }

    /// <summary>The part's own headers; the root has the message's.</summary>
    public MessageHeaders Headers { get; }

    /// <summary>What it is; text/plain when nothing or nonsense is said (RFC 2045 §5.2).</summary>
    public MediaType ContentType { get; }

    /// <summary>The parts in it, in order; empty for a leaf.</summary>
    public IReadOnlyList<MessagePart> Children { get; internal init; } = [];

    /// <summary>The content with its transfer encoding undone; empty for a multipart.</summary>
    public ReadOnlyMemory<byte> Content { get; internal init; }

    /// <summary>Lower case, such as <c>attachment</c> or <c>inline</c> (RFC 2183 §2); null: not said.</summary>
    public string? Disposition { get; internal init; }

    /// <summary>The file name without any path; null: none.</summary>
    public string? FileName { get; internal init; }

    /// <summary>The Content-ID without angle brackets (RFC 2392); null: none.</summary>
    public string? ContentId { get; internal init; }

    /// <summary>Whether this is text that a mail program shows as the message itself, and no file.</summary>
    public bool IsBody =>
        Children.Count == 0 && ContentType.Is("text") && (ContentType.Subtype is "plain" or "html")
        && Disposition != "attachment" && FileName is null;

    /// <summary>The content as text by its charset, with LF line ends. Bytes that are no text become U+FFFD.</summary>
    public string Text => _text ??=
        // Not ReplaceLineEndings, which takes form feeds and Unicode separators for line ends too.
        Charsets.Decode(ContentType.Parameters["charset"], Content.Span, out _)
            .Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>This part and all within it, in order.</summary>
    public IEnumerable<MessagePart> Walk() => Children.SelectMany(child => child.Walk()).Prepend(this);
}
