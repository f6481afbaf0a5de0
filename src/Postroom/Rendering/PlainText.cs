using System.Globalization;
using System.Text;

namespace Postroom.Rendering;

/// <summary>
/// Lays out the plain text of a letter: lines of at most 76 columns (RFC 3676 §4.2 asks for 78 or less), East Asian
/// characters counting two. Addresses are never broken, because they must stay links.
/// </summary>
static class PlainText
{
    /// <summary>The most columns of a line.</summary>
    public const int Width = 76;

    // Kinsoku: what a Japanese line must not begin with (JIS X 4051), and what it must not end with.
    const string NotFirst = "、。，．・：；？！）］｝」』】〉》〕々ー…‥ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}!?:;";
    const string NotLast = "（［｛「『【〈《〔([{";

    /// <summary>The text with long lines broken, blanks at line ends removed, and at most one empty line in a row.</summary>
    public static string Layout(string text)
    {
        var laidOut = new StringBuilder(text.Length + 64);
        var empty = 1;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd();
            empty = line.IsEmpty ? empty + 1 : 0;
            if (empty > 1) continue;
            AppendWrapped(laidOut, line);
            laidOut.Append('\n');
        }

        while (laidOut.Length > 1 && laidOut[^1] == '\n' && laidOut[^2] == '\n') laidOut.Length--;
        return laidOut.ToString();
    }

    /// <summary>How many columns a text takes.</summary>
    public static int Columns(ReadOnlySpan<char> text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes()) columns += Columns(rune);
        return columns;
    }

    static void AppendWrapped(StringBuilder into, ReadOnlySpan<char> line)
    {
        // An ASCII line that is short enough, as nearly all are, is done at once.
        if (line.Length <= Width && Columns(line) <= Width) { into.Append(line); return; }
        var prefix = Prefix(line);
        var rest = line[prefix.Length..];
        var hang = prefix.Contains('-') ? new string(' ', prefix.Length) : prefix.ToString();
        into.Append(prefix);
        while (true)
        {
            var take = FittingLength(rest, Width - Columns(prefix));
            into.Append(rest[..take].TrimEnd());
            rest = rest[take..].TrimStart(' ');
            if (rest.IsEmpty) return;
            into.Append('\n').Append(hang);
        }
    }

    // Indentation, quotation marks and a bullet, which the next lines repeat as blanks.
    static ReadOnlySpan<char> Prefix(ReadOnlySpan<char> line)
    {
        var end = 0;
        while (end < line.Length && end < 12 && (line[end] is ' ' or '>' || (line[end] == '-' && end + 1 < line.Length && line[end + 1] == ' '))) end++;
        return line[..end];
    }

    static int FittingLength(ReadOnlySpan<char> text, int width)
    {
        var (at, columns, lastBreak) = (0, 0, 0);
        var before = default(Rune);
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
            if (at > 0 && MayBreak(before, rune)) lastBreak = at;
            columns += Columns(rune);
            if (columns > width && rune.Value != ' ') return lastBreak > 0 ? lastBreak : EndOfWord(text, at);
            before = rune;
            at += length;
        }

        return text.Length;
    }

    // A word longer than the line: an address goes on, anything else is cut where the line ends.
    static int EndOfWord(ReadOnlySpan<char> text, int at)
    {
        if (!text[..at].Contains("://", StringComparison.Ordinal)) return Math.Max(at, 1);
        var end = text[at..].IndexOf(' ');
        return end < 0 ? text.Length : at + end;
    }

    static bool MayBreak(Rune before, Rune next)
    {
        if (before.Value == ' ') return next.Value != ' ';
        if (Columns(next) < 2 && Columns(before) < 2) return false;
        return next.Value != ' ' && !IsOneOf(NotFirst, next) && !IsOneOf(NotLast, before);
    }

    static bool IsOneOf(string characters, Rune rune) => rune.IsBmp && characters.Contains((char)rune.Value, StringComparison.Ordinal);

    // Unicode UAX 11: wide and full-width ranges that occur in mail; emoji are wide in every terminal of today.
    static int Columns(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) => 2,
        (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) => 2,
        (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : 1,
    };
}
