using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postroom.Notifications;

/// <summary>The names by which mail programs keep the mails of one pull request together.</summary>
/// <param name="Root">The left side of the message id that every mail refers to; no mail has it itself.</param>
/// <param name="Label">What people call it: <c>repository#7</c>, or <c>repository!7</c> of a merge request.</param>
/// <param name="Subject">The subject, the same for every mail.</param>
public sealed record ThreadNames(string Root, string Label, string Subject)
{
    // A line of a header must hold both sides and the angle brackets with room to spare (RFC 5322 §2.1.1).
    const int LongestRoot = 200;

    const int LongestTitle = 120;

    /// <summary>The names of a pull request.</summary>
    public static ThreadNames Of(PullRequest pullRequest)
    {
        ArgumentNullException.ThrowIfNull(pullRequest);
        var number = pullRequest.Number.ToString(CultureInfo.InvariantCulture);
        string[] parts = ["pr", pullRequest.Forge, pullRequest.Project, pullRequest.Repository, number];
        var repository = OneLine(pullRequest.Repository, LongestTitle);
        var title = OneLine(pullRequest.Title, LongestTitle);
        var called = (pullRequest.IsMergeRequest ? "!" : "#") + number;
        return new ThreadNames(
            Bounded(string.Join('.', parts.Select(Escape))),
            repository + called,
            title.Length == 0 ? $"[{repository}] ({called})" : $"[{repository}] {title} ({called})");
    }

    /// <summary>The message id of a root, without angle brackets (RFC 5322 §3.6.4).</summary>
    /// <param name="root">The left side.</param>
    /// <param name="site">The address of the site.</param>
    public static string MessageId(string root, Uri site) => $"{root}@{HostOf(site)}";

    /// <summary>The value of List-Id: the repository is the list (RFC 2919 §2).</summary>
    /// <param name="pullRequest">The pull request.</param>
    /// <param name="site">The address of the site.</param>
    public static string ListId(PullRequest pullRequest, Uri site)
    {
        ArgumentNullException.ThrowIfNull(pullRequest);
        var labels = new[] { pullRequest.Repository, pullRequest.Project, pullRequest.Forge }.Select(Label63);
        var host = HostOf(site).Trim('[', ']').Replace(':', '-');
        var shown = OneLine($"{pullRequest.Project}/{pullRequest.Repository}", LongestTitle).Replace("\"", "'", StringComparison.Ordinal).Replace('\\', '/');
        // The phrase is ASCII and quoted, or left out: encoded words beside the id confuse some readers.
        var phrase = Ascii.IsValid(shown) ? $"\"{shown}\" " : "";
        return $"{phrase}<{string.Join('.', labels)}.pull-requests.{host}>";
    }

    /// <summary>A text on one line: controls and marks that turn the direction of writing are gone, blanks are single, and it is not too long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most UTF-16 units.</param>
    public static string OneLine(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(Math.Min(text.Length, longest + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (!isBlank && IsInvisible(rune)) continue;
            if (isBlank && (clean.Length == 0 || clean[^1] == ' ')) continue;
            if (clean.Length + rune.Utf16SequenceLength > longest - 1) return clean.ToString().TrimEnd() + "…";
            clean.Append(isBlank ? " " : rune.ToString());
        }

        return clean.ToString().TrimEnd();
    }

    // Bidirectional controls (Unicode 9.0 UAX #9 §2) and tags; a zero width joiner belongs to emoji and stays.
    static bool IsInvisible(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF or (>= 0xE0000 and <= 0xE007F);

    // Letters, digits, hyphen, underscore and tilde stand for themselves; every other octet is =XX, so no two names are the same.
    static string Escape(string part)
    {
        var escaped = new StringBuilder(part.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(part))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'~') escaped.Append((char)octet);
            else escaped.Append(CultureInfo.InvariantCulture, $"={octet:X2}");
        }

        return escaped.Length == 0 ? "=" : escaped.ToString();
    }

    static string Bounded(string root) => root.Length <= LongestRoot
        ? root
        : $"{root[..150].TrimEnd('.')}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..32]}";

    // A label as host names have it; what had to be changed gets a mark that tells it from others.
    static string Label63(string text)
    {
        var plain = new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')]).Trim('-');
        if (plain.Length is > 0 and <= 40 && plain.Equals(text, StringComparison.OrdinalIgnoreCase)) return plain;
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        return plain.Length == 0 ? mark : $"{plain[..Math.Min(plain.Length, 40)].TrimEnd('-')}-{mark}";
    }

    static string HostOf(Uri site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.HostNameType == UriHostNameType.IPv6 ? $"[{site.IdnHost.Trim('[', ']')}]" : site.IdnHost.ToLowerInvariant();
    }
}
