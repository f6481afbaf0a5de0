using System.Net;
using Postroom.Settings;

namespace Postroom.People.Links;

/// <summary>
/// Which pages of an app its links may lead to: those below an allowed address, of exactly the same scheme, host and port,
/// and whole segments of the path. A key alone must not be enough to mail links to anywhere.
/// </summary>
public static class LinkUrls
{
    /// <summary>The most allowed addresses of one app.</summary>
    public const int Most = 20;

    const int LongestUrl = 1_000;

    /// <summary>Reads allowed addresses as people type them, one a line.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="field">The field to name in a problem.</param>
    public static (IReadOnlyList<string> Urls, SettingsProblem? Problem) Read(string typed, string field)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var urls = new List<string>();
        foreach (var line in typed.Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Parse(line) is not { Query: "", Fragment: "" } url || line.EndsWith('#') || line.EndsWith('?'))
                return ([], new SettingsProblem(field, "Problem.LinkUrl.Invalid", line.Length <= 80 ? line : line[..80] + "…"));
            if (!urls.Contains(url.AbsoluteUri)) urls.Add(url.AbsoluteUri);
        }

        return urls.Count > Most ? ([], new SettingsProblem(field, "Problem.LinkUrl.TooMany", Most)) : (urls, null);
    }

    /// <summary>Checks the page of an order.</summary>
    /// <param name="text">The page.</param>
    /// <param name="allowed">The allowed addresses of the app.</param>
    /// <param name="reason">What is wrong and how to mend it; null: nothing.</param>
    /// <returns>The page; null: it cannot be used.</returns>
    public static Uri? Check(string? text, IReadOnlyList<string> allowed, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        reason = null;
        var url = Parse(text);
        if (url is null) reason = "must be an absolute https address without user name, or http on the loopback.";
        else if (url.Fragment is not ("" or "#") || url.Query.Contains("token=", StringComparison.OrdinalIgnoreCase))
            reason = "must have no fragment and no token of its own: Postroom puts the token there.";
        else if (!allowed.Any(prefix => IsBelow(url, new Uri(prefix))))
            reason = "is not below an address that is allowed for this app: an administrator names it on the Apps page.";
        return reason is null ? url : null;
    }

    /// <summary>The address with the token: in the query, or in the fragment where it ends in <c>#</c>.</summary>
    public static string WithToken(Uri url, LinkToken token)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(token);
        if (url.OriginalString.EndsWith('#')) return $"{url.GetLeftPart(UriPartial.Query)}#token={token.Text}";
        return $"{url.AbsoluteUri}{(url.Query.Length > 1 ? "&" : url.Query.Length == 1 ? "" : "?")}token={token.Text}";
    }

    // What a browser and we could read differently is refused: backslashes, encoded dots and slashes, controls.
    static Uri? Parse(string? text)
    {
        if (text is null or { Length: 0 or > LongestUrl } || text.Any(c => c is <= ' ' or > '~' or '\\' or '<' or '>' or '"')) return null;
        if (text.Contains("%2e", StringComparison.OrdinalIgnoreCase) || text.Contains("%2f", StringComparison.OrdinalIgnoreCase) || text.Contains("%5c", StringComparison.OrdinalIgnoreCase)) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal)) return null;
        var isSafe = url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsLoopback(url));
        return isSafe && url.Host.Length > 0 ? url : null;
    }

    static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    static bool IsBelow(Uri url, Uri prefix)
    {
        if (url.Scheme != prefix.Scheme || url.Port != prefix.Port || !url.IdnHost.Equals(prefix.IdnHost, StringComparison.OrdinalIgnoreCase)) return false;
        var root = prefix.AbsolutePath.TrimEnd('/');
        return url.AbsolutePath == root || url.AbsolutePath.StartsWith(root + "/", StringComparison.Ordinal);
    }
}
