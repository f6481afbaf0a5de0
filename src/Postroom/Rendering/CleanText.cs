using System.Globalization;
using System.Text;

namespace Postroom.Rendering;

/// <summary>Makes text of unknown origin fit for a letter: no controls, nothing that turns the writing direction, no more than is sensible.</summary>
static class CleanText
{
    /// <summary>One line: every kind of line end becomes a space.</summary>
    public static string Line(string text, int most) => Cut(Clean(text, most, keepLines: false).Trim(), most);

    /// <summary>Several lines, ended by LF; at most two line ends in a row.</summary>
    public static string Lines(string text, int most) =>
        Cut(Clean(text, most, keepLines: true).TrimStart('\n').TrimEnd('\n', ' '), most);

    /// <summary>At most so many UTF-16 units, the last of them an ellipsis where something is missing. No character is cut in two.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = 0;
        while (end < most)
        {
            var next = StringInfo.GetNextTextElementLength(text.AsSpan(end));
            if (end + next > most - 1) break;
            end += next;
        }

        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }

    // What lies beyond the limit is not looked at, but for what cleaning may take away: a title of 10 MB costs no more than one of 10 kB.
    static string Clean(string text, int most, bool keepLines)
    {
        var source = text.AsSpan(0, Math.Min(text.Length, (most * 2) + 100));
        if (IsClean(source, keepLines)) return source.ToString();
        var clean = new StringBuilder(source.Length);
        var lineEnds = 0;
        foreach (var rune in source.ToString().ReplaceLineEndings("\n").EnumerateRunes())
        {
            lineEnds = rune.Value == '\n' ? lineEnds + 1 : 0;
            if (lineEnds > 2 && keepLines) continue;
            var kept = rune.Value switch
            {
                '\n' => keepLines ? "\n" : " ",
                '\t' => keepLines ? "    " : " ",
                _ => IsUnwanted(rune) ? "" : rune.ToString(),
            };
            clean.Append(kept);
        }

        return clean.ToString();
    }

    static bool IsClean(ReadOnlySpan<char> text, bool keepLines)
    {
        var before = '\0';
        foreach (var letter in text)
        {
            var isPlain = letter is (>= ' ' and < '\x7F') or (>= '\xA0' and < '\u0600') or (>= '\u2E80' and < '\uD800');
            if (!isPlain && !(keepLines && letter == '\n' && before != '\n')) return false;
            before = letter;
        }

        return true;
    }

    // Bidirectional controls turn the words after them around (Unicode UAX 9, Trojan Source); zero-width joiners make emoji and stay.
    static bool IsUnwanted(Rune rune) => rune.Value switch
    {
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x206F) => true,
        0x200B or 0xFEFF or 0x180E or (>= 0xFFF9 and <= 0xFFFB) => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
