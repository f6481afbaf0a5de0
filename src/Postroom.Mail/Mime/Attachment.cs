namespace Postroom.Mail.Mime;

/// <summary>A file that travels with a message (RFC 2183).</summary>
/// <param name="Name">The file name people see; no control character, no path.</param>
/// <param name="ContentType">The media type, such as <c>image/png</c>.</param>
/// <param name="Content">The bytes.</param>
/// <param name="ContentId">Without angle brackets: the part is inline, for <c>cid:</c> links of the HTML (RFC 2392). Null: an ordinary attachment.</param>
public sealed record Attachment(string Name, string ContentType, ReadOnlyMemory<byte> Content, string? ContentId = null);
