using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Postroom.Accepting.Http;

/// <summary>
/// Finds bodies that are packed or in another encoding than UTF-8, before they are read as broken JSON (RFC 8259
/// §8.1).
/// </summary>
static class BodyEncoding
{
    /// <summary>What is wrong with how the body is said to be written; null: nothing.</summary>
    public static string? Problem(HttpRequest request)
    {
        var packed = request.Headers.ContentEncoding.ToString().Trim();
        if (packed.Length > 0 && !packed.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return $"The body is packed ({Shown(packed)}): send it as it is, without Content-Encoding.";
        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.Charset.Value?.Trim('"')
            : null;
        return charset is null || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The body is in {Shown(charset)}: JSON travels in UTF-8.";
    }

    /// <summary>What the first bytes of a body that is no JSON show it to be; null: nothing known.</summary>
    public static string? Guess(ReadOnlySpan<byte> start) => start switch
    {
        [0x1F, 0x8B, ..] => "The body is packed with gzip: send it as it is.",
        [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, not 0, ..] or [not 0, 0, ..] =>
            "The body is in UTF-16: JSON travels in UTF-8.",
        _ => null,
    };

    static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
