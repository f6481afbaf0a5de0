namespace Postroom.Forges.Readers;

/// <summary>Takes links from payloads: http and https alone, as they become links in mail.</summary>
static class ForgeLink
{
    const int Longest = 2_000;

    /// <summary>The address; null: it is none, or of another scheme, or it carries a login.</summary>
    public static Uri? Web(string? text) =>
        text is { Length: > 0 and <= Longest }
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            ? uri
            : null;

    /// <summary>The address of a path under the forge's own; null: the forge's is unknown.</summary>
    public static Uri? Under(Uri? baseUrl, params string[] segments) =>
        baseUrl is null ? null : Web(baseUrl.ToString().TrimEnd('/') + "/" + string.Join('/', segments.Select(Uri.EscapeDataString)));

    /// <summary>The same address with another fragment or query at its end.</summary>
    public static Uri? With(Uri? page, string end) => page is null ? null : Web(page.GetLeftPart(UriPartial.Path) + end);
}
