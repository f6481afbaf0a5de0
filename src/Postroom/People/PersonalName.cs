using System.Buffers;
using System.Globalization;

namespace Postroom.People;

/// <summary>
/// What may be the name of a person. Names of strangers travel in letters that we vouch for, so a name is no place
/// for a
/// message: no address of the web or of mail, nothing that ends a line or turns its direction.
/// </summary>
public static class PersonalName
{
    /// <summary>The most characters.</summary>
    public const int MaximumLength = SetUp.MaximumNameLength;

    static readonly SearchValues<char> OfAddresses = SearchValues.Create("@/\\<>＠／＜＞");

    const int ZeroWidthNonJoiner = 0x200C; // Persian and others need it within words
    const int ZeroWidthJoiner = 0x200D; // and emoji are made with it

    /// <summary>The key of the text that says why it is no name; null: it is one, or empty.</summary>
    /// <param name="text">The name, in any script.</param>
    public static string? Problem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength) return "Problem.TooLong";
        if (text.Any(char.IsControl)) return "Problem.Text.Control";
        return text.EnumerateRunes().Any(rune => IsHidden(rune.Value)) || LooksLikeAnAddress(text)
            ? "Problem.Name.Address" : null;
    }

    /// <summary>The name where it is one; null: it is none, and a letter does without.</summary>
    /// <param name="text">The name; null: none.</param>
    public static string? Safe(string? text) =>
        string.IsNullOrWhiteSpace(text) || Problem(text.Trim()) is not null ? null : text.Trim();

    // Marks that are not seen, and those that turn the direction of what follows (Unicode category Cf).
    static bool IsHidden(int rune) =>
        rune is not (ZeroWidthNonJoiner or ZeroWidthJoiner)
        && CharUnicodeInfo.GetUnicodeCategory(
            rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;

    // Mail programs make links of these by themselves.
    static bool LooksLikeAnAddress(string text) =>
        text.AsSpan().ContainsAny(OfAddresses) || text.Contains(":/", StringComparison.Ordinal)
        || text.Split(
            [' ', '\u3000', ',', ';', ':', '(', ')', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Any(IsHostName);

    // "evil.example" and "t.co" are hosts; "J.R.R. Tolkien", "Dr. Who" and "St.John" are none: what stands after the
    // last dot
    // of a host is two letters or more, all small or all large.
    static bool IsHostName(string word)
    {
        var labels = word.Trim('.').Split(['.', '。', '．']);
        if (labels.Length < 2 || Array.Exists(labels, label => label.Length == 0)) return false;
        var last = labels[^1];
        return labels[0].Equals("www", StringComparison.OrdinalIgnoreCase)
            || (last.Length >= 2 && last.All(char.IsLetter)
                && (last.All(char.IsLower) || last.All(char.IsUpper) || !last.Any(char.IsUpper)));
    }
}
