namespace Postroom.Notifications;

/// <summary>Shows what changed in a text, line by line, as a unified diff without numbers.</summary>
public static class LineDifference
{
    const int MostLines = 200; // the work grows with the square of the lines that differ
    const int MostShown = 60;
    const string Gap = "@@";

    /// <summary>
    /// Lines that begin with <c>+</c>, <c>-</c> or a blank; null: nothing changed, or too much to be shown line by
    /// line.
    /// </summary>
    /// <param name="before">The text before; empty: there was none.</param>
    /// <param name="after">The text now; empty: there is none any more.</param>
    public static string? Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (Lines(before), Lines(after));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) start++;
        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)]) end++;
        var (gone, come) = (old[start..^end], now[start..^end]);
        if (gone.Length + come.Length == 0 || gone.Length > MostLines || come.Length > MostLines) return null;

        List<string> shown = [.. old[Math.Max(start - 1, 0)..start].Select(Kept), .. Changed(gone, come),
            .. old[^end..].Take(1).Select(Kept)];
        shown = WithGaps(shown);
        return string.Join('\n', shown.Count > MostShown ? [.. shown.Take(MostShown), Gap] : shown);
    }

    static string[] Lines(string text) =>
        text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    static string Kept(string line) => " " + line;

    // The longest common subsequence: the fewest lines that came and went.
    static IEnumerable<string> Changed(string[] gone, string[] come)
    {
        var longest = new int[gone.Length + 1, come.Length + 1];
        for (var i = gone.Length - 1; i >= 0; i--)
        {
            for (var j = come.Length - 1; j >= 0; j--)
            {
                longest[i, j] = gone[i] == come[j] ? longest[i + 1, j + 1] + 1
                    : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        var (at, to) = (0, 0);
        while (at < gone.Length || to < come.Length)
        {
            if (at < gone.Length && to < come.Length && gone[at] == come[to])
            {
                yield return Kept(gone[at++]);
                to++;
            }
            else if (at < gone.Length && (to == come.Length || longest[at + 1, to] >= longest[at, to + 1]))
            {
                yield return "-" + gone[at++];
            }
            else
            {
                yield return "+" + come[to++];
            }
        }
    }

    // Of what stayed, the line before and the line after a change are shown.
    static List<string> WithGaps(List<string> lines)
    {
        var shown = new List<string>(lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var isNear = !IsKept(lines[i]) || (i > 0 && !IsKept(lines[i - 1]))
                || (i + 1 < lines.Count && !IsKept(lines[i + 1]));
            if (isNear) shown.Add(lines[i]);
            else if (shown.Count > 0 && shown[^1] != Gap) shown.Add(Gap);
        }

        return shown;
    }

    static bool IsKept(string line) => line[0] == ' ';
}
