using System.Buffers;

namespace Postroom.Rendering;

/// <summary>Tells addresses that may become links from all others.</summary>
static class SafeLink
{
    /// <summary>Longer ones are broken by mail programs.</summary>
    const int MaximumLength = 2_000;

    // RFC 3986 §2: unreserved, reserved and the percent sign; no quote, so that no attribute can end in it.
    static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&()*+,;=%");

    /// <summary>The address, http or https; null: it is none that a letter may link to, such as <c>javascript:</c>.</summary>
    public static string? Of(string? text)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaximumLength) return null;
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri)) return null;
        if ((uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.Host.Length == 0) return null;
        // "https://bank.example@evil.example/" shows another place than it leads to.
        if (uri.UserInfo.Length > 0) return null;
        if (!trimmed.AsSpan().ContainsAnyExcept(Allowed)) return trimmed;
        var written = new UriBuilder(uri) { Host = uri.IdnHost }.Uri.AbsoluteUri.Replace("'", "%27", StringComparison.Ordinal);
        return written.Length <= MaximumLength && !written.AsSpan().ContainsAnyExcept(Allowed) ? written : null;
    }
}
