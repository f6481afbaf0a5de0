using Postroom.Mail.Mime;

namespace Postroom.Sandbox;

/// <summary>Makes an image that came with the message part of the page that shows it.</summary>
static class InlineImage
{
    /// <summary>Larger images are shown as a placeholder, and can be had as attachments.</summary>
    const int MaximumBytes = 5 * 1024 * 1024;

    /// <summary>The image as a data: URL; null: it is no image that browsers take for one. Its first bytes tell, not what the sender says.</summary>
    public static string? ToDataUrl(ReadAttachment part)
    {
        if (part.Content.Length > MaximumBytes || TypeOf(part.Content.Span) is not { } type) return null;
        return $"data:{type};base64,{Convert.ToBase64String(part.Content.Span)}";
    }

    static string? TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
