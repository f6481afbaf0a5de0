using System.Globalization;
using Postroom.Mail.Dkim;

namespace Postroom.Signing;

/// <summary>Names for new keys: the product, the year, a letter for the algorithm, a number when the year has several.</summary>
static class SelectorName
{
    const int Longest = 63;

    /// <summary>A name such as <c>pr2026a</c> that no key of the domain has had.</summary>
    public static string New(DkimAlgorithm algorithm, DateTimeOffset now, IEnumerable<string> taken)
    {
        var used = taken.ToHashSet(StringComparer.Ordinal);
        var stem = string.Create(CultureInfo.InvariantCulture, $"pr{now.Year}{(algorithm == DkimAlgorithm.Rsa ? 'a' : 'e')}");
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}{number}");
            if (!used.Contains(name)) return name;
        }
    }

    /// <summary>Whether a text is a selector: lower-case DNS labels with dots between, at most 63 characters (RFC 6376 §3.1).</summary>
    public static bool IsSelector(string text) =>
        text.Length is > 0 and <= Longest
        && text.Split('.').All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
}
