using System.Globalization;
using System.Text;

namespace Postroom.Forges.Readers;

/// <summary>Makes the text of a forge's users fit to be shown: bounded, without what could break a line or turn it around.</summary>
static class ForgeText
{
    public const int LongestLine = 1_000;
    public const int LongestBlock = 64 * 1024;

    /// <summary>One line: line breaks and control characters become a blank, blanks are folded. Null when nothing is left.</summary>
    public static string? Line(string? text, int longest = LongestLine)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var line = new StringBuilder(Math.Min(text.Length, longest));
        var blank = false;
        foreach (var character in text)
        {
            if (IsReordering(character)) continue;
            if (char.IsWhiteSpace(character) || IsControl(character))
            {
                blank = line.Length > 0;
                continue;
            }

            if (line.Length + (blank ? 1 : 0) >= longest) return Cut(line, longest);
            if (blank) line.Append(' ');
            blank = false;
            line.Append(character);
        }

        return line.Length == 0 ? null : line.ToString();
    }

    /// <summary>Text of many lines, with line feeds alone. Null when there is none.</summary>
    public static string? Block(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var block = new StringBuilder(Math.Min(text.Length, LongestBlock));
        var i = 0;
        for (; i < text.Length && block.Length < LongestBlock; i++)
        {
            var character = text[i];
            if (character == '\r')
            {
                if (i + 1 == text.Length || text[i + 1] != '\n') block.Append('\n');
            }
            else if (character is '\n' or '\t' || !(IsControl(character) || IsReordering(character)))
            {
                block.Append(character);
            }
        }

        return i < text.Length ? Cut(block, LongestBlock) : block.ToString();
    }

    // Embeddings, overrides and isolates (UAX #9 §2.1-2.5) can make a title read as another; the plain marks that right-to-left text needs stay.
    static bool IsReordering(char character) => character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    static bool IsControl(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    static string Cut(StringBuilder text, int longest)
    {
        var end = longest - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text.ToString(0, end) + "…";
    }
}
