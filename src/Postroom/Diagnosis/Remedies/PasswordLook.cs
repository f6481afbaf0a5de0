using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Languages;

namespace Postroom.Diagnosis.Remedies;

/// <summary>What is odd about a password that was refused, said without showing any of it.</summary>
static partial class PasswordLook
{
    /// <summary>One sentence; null: nothing is odd.</summary>
    public static string? Of(string password, CultureInfo language) => KeyOf(password) is { } key ? Texts.GetIn(language, key) : null;

    static string? KeyOf(string password)
    {
        if (password.AsSpan().IndexOfAny('\r', '\n') >= 0) return "Remedy.Password.line-end";
        if (password.Any(sign => sign != ' ' && char.IsWhiteSpace(sign))) return "Remedy.Password.odd-blank";
        if (password != password.Trim(' ')) return "Remedy.Password.outer-blank";
        if (FourGroups().IsMatch(password)) return "Remedy.Password.groups";
        if (password.Contains(' ', StringComparison.Ordinal)) return "Remedy.Password.inner-blank";
        return password.Any(sign => !char.IsAscii(sign)) ? "Remedy.Password.not-ascii" : null;
    }

    // As Google shows an app password.
    [GeneratedRegex("^[a-z]{4}( [a-z]{4}){3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FourGroups();
}
