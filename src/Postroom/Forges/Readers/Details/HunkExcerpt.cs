using System.Globalization;

namespace Postroom.Forges.Readers.Details;

/// <summary>
/// Takes from a diff the lines that somebody looked at who wrote a comment: the line itself and a few before it.
/// </summary>
static class HunkExcerpt
{
    /// <summary>The most lines.</summary>
    public const int MostLines = 8;

    const int LongestLine = 300;

    /// <summary>The lines with their signs; null: there are none.</summary>
    /// <param name="diff">One hunk or several, as a unified diff.</param>
    /// <param name="line">The line the comment is about, after the change, or before it where it went; null: the last
    /// one.</param>
    public static string? Of(string diff, int? line)
    {
        var hunk = new List<HunkLine>();
        var (old, now) = (0, 0);
        foreach (var text in diff.Split('\n'))
        {
            if (text.StartsWith("@@", StringComparison.Ordinal))
            {
                if (PlaceOf(line, hunk) is { } found) return Excerpt(hunk[..(found + 1)]);
                (old, now) = StartOf(text);
                hunk.Clear();
                continue;
            }

            if (text.Length == 0 || text[0] is not (' ' or '+' or '-')) continue;
            hunk.Add(new HunkLine(text, old, now));
            if (text[0] != '+') old++;
            if (text[0] != '-') now++;
        }

        return Excerpt(PlaceOf(line, hunk) is { } place ? hunk[..(place + 1)] : hunk);
    }

    // Where the line is in the text after the change, else in the text before it.
    static int? PlaceOf(int? line, List<HunkLine> hunk)
    {
        if (line is null) return null;
        var at = hunk.FindLastIndex(known => known.New == line && known.Text[0] != '-');
        if (at < 0) at = hunk.FindLastIndex(known => known.Old == line && known.Text[0] == '-');
        return at < 0 ? null : at;
    }

    static string? Excerpt(List<HunkLine> lines) => lines.Count == 0
        ? null
        : string.Join('\n', lines.TakeLast(MostLines).Select(line => ShortOf(line.Text)));

    static string ShortOf(string text) => text.Length <= LongestLine ? text
        : text[..(char.IsHighSurrogate(text[LongestLine - 1]) ? LongestLine - 1 : LongestLine)] + "…";

    // "@@ -12,7 +12,9 @@ name of the function": the first line of each side.
    static (int Old, int New) StartOf(string header)
    {
        var words = header.Split(' ');
        return (NumberOf(words, '-'), NumberOf(words, '+'));
    }

    static int NumberOf(string[] words, char sign)
    {
        var word = words.FirstOrDefault(word => word.StartsWith(sign)) ?? "";
        var first = word.TrimStart(sign).Split(',')[0];
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    readonly record struct HunkLine(string Text, int Old, int New);
}
