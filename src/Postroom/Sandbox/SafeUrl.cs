using System.Buffers;

namespace Postroom.Sandbox;

/// <summary>Tells harmless addresses from others, reading them as a browser does.</summary>
static class SafeUrl
{
    static readonly string[] LinkSchemes = ["https:", "http:", "mailto:", "tel:"];

    /// <summary>Formats that hold pixels and nothing that acts; SVG is none of them.</summary>
    static readonly string[] ImageTypes = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];

    static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>The address without what browsers skip: controls and outer spaces (WHATWG URL, basic parser).</summary>
    public static string Strip(string url) =>
        new([.. url.Trim().Where(letter => letter is > '\x1F' and not '\x7F')]);

    /// <summary>The address of a link; null: it is none that a mail may have.</summary>
    public static string? Link(string url)
    {
        var stripped = Strip(url);
        return LinkSchemes.Any(scheme => stripped.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) ? stripped : null;
    }

    /// <summary>The Content-ID of a <c>cid:</c> address (RFC 2392 §2); null: it is none.</summary>
    public static string? ContentId(string url) =>
        url.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(url[4..]) : null;

    /// <summary>Whether the address is an image in itself.</summary>
    public static bool IsDataImage(string url) =>
        ImageTypes.FirstOrDefault(type => url.StartsWith(type, StringComparison.OrdinalIgnoreCase)) is { } type
        && !url.AsSpan(type.Length).ContainsAnyExcept(Base64);
}
