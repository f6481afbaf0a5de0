namespace Postroom.Mail.Mime;

/// <summary>A file that came with a message.</summary>
/// <param name="Name">The file name without any path; null: it has none.</param>
/// <param name="ContentType">The media type without parameters, as the sender says: do not trust it.</param>
/// <param name="ContentId">The Content-ID without angle brackets (RFC 2392); null: none.</param>
/// <param name="IsInline">Whether it is meant to be shown within the text (RFC 2183 §2.1).</param>
/// <param name="Content">The bytes, transfer encoding undone.</param>
public sealed record ReadAttachment(
    string? Name, string ContentType, string? ContentId, bool IsInline, ReadOnlyMemory<byte> Content);
