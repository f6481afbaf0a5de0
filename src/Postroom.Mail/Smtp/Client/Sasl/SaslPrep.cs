using System.Globalization;
using System.Text;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>
/// Prepares user names and passwords for comparison (SASLprep, RFC 4013). The tables of RFC 3454 are those of Unicode
/// 3.2; here the characters' own properties of today decide, so that a character younger than 2002 is taken as it is.
/// </summary>
static class SaslPrep
{
    /// <summary>The prepared text; null: it holds what RFC 4013 §2.3 to §2.5 do not allow.</summary>
    public static string? Prepare(string text)
    {
        if (text.All(char.IsAscii)) return text.Any(char.IsControl) ? null : text;
        if (!IsWellFormed(text)) return null;

        var mapped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsMappedToNothing(rune.Value)) continue;
            mapped.Append(IsNonAsciiSpace(rune) ? " " : rune.ToString());
        }

        var prepared = mapped.ToString().Normalize(NormalizationForm.FormKC);
        return prepared.EnumerateRunes().Any(IsProhibited) || !IsOneDirection(prepared) ? null : prepared;
    }

    static bool IsWellFormed(string text)
    {
        var span = text.AsSpan();
        while (!span.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(span, out _, out var used) != System.Buffers.OperationStatus.Done) return false;
            span = span[used..];
        }

        return true;
    }

    // RFC 3454, table B.1.
    static bool IsMappedToNothing(int code) =>
        code is 0x00AD or 0x034F or 0x1806 or (>= 0x180B and <= 0x180D) or (>= 0x200B and <= 0x200D) or 0x2060 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;

    // RFC 3454, table C.1.2.
    static bool IsNonAsciiSpace(Rune rune) => rune.Value != ' ' && Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    // RFC 4013 §2.3 and §2.5: tables C.1.2, C.2.1, C.2.2 and C.3 to C.9, and what no character is assigned to.
    static bool IsProhibited(Rune rune) =>
        IsNonAsciiSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0x0340 or 0x0341 or (>= 0x2FF0 and <= 0x2FFB) or (>= 0xFFF9 and <= 0xFFFD);

    // RFC 3454 §6: text that runs from right to left does so from its first to its last character, and has none of the other kind.
    static bool IsOneDirection(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        if (!runes.Exists(IsRightToLeft)) return true;
        return IsRightToLeft(runes[0]) && IsRightToLeft(runes[^1]) && !runes.Exists(rune => Rune.IsLetter(rune) && !IsRightToLeft(rune));
    }

    static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF)
        && Rune.IsLetter(rune);
}
