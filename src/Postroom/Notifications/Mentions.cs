namespace Postroom.Notifications;

/// <summary>
/// Finds who is named with an @ in Markdown. Not counted: code blocks and code spans, quoted lines, e-mail addresses, teams
/// (<c>@group/team</c>). Linear in the length of the text, and it never throws.
/// </summary>
public static class Mentions
{
    /// <summary>The most names taken from one text.</summary>
    public const int Most = 50;

    const int LongestLogin = 100;

    /// <summary>The logins in order of appearance, each once whatever its case.</summary>
    /// <param name="markdown">The text; null: none.</param>
    public static IReadOnlyList<string> In(string? markdown)
    {
        if (string.IsNullOrEmpty(markdown) || !markdown.Contains('@', StringComparison.Ordinal)) return [];
        var found = new List<string>();
        foreach (var line in LinesOfProse(markdown))
        {
            AddFrom(WithoutCode(line), found);
            if (found.Count >= Most) break;
        }

        return found;
    }

    // Fenced and indented code and quotes are what somebody else wrote, or a machine (CommonMark §4.4, §4.5, §5.1).
    static IEnumerable<string> LinesOfProse(string markdown)
    {
        string? fence = null;
        var afterBlank = true;
        foreach (var raw in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = raw.TrimStart(' ');
            var indent = raw.Length - line.Length;
            if (fence is not null)
            {
                if (indent < 4 && line.TrimEnd().Length >= fence.Length && line.TrimEnd().All(c => c == fence[0])) fence = null;
                continue;
            }

            if (indent < 4 && FenceOf(line) is { } opened) fence = opened;
            else if (!((indent >= 4 || raw.StartsWith('\t')) && afterBlank) && !line.StartsWith('>')) yield return raw;
            afterBlank = line.Length == 0 || (afterBlank && indent >= 4);
        }
    }

    static string? FenceOf(string line)
    {
        if (line is not ['`' or '~', ..]) return null;
        var length = line.Length - line.TrimStart(line[0]).Length;
        return length >= 3 && !(line[0] == '`' && line.AsSpan(length).Contains('`')) ? line[..length] : null;
    }

    // A code span ends with as many backticks as it began with (CommonMark §6.1).
    static string WithoutCode(string line)
    {
        var at = line.IndexOf('`', StringComparison.Ordinal);
        if (at < 0) return line;
        var prose = new System.Text.StringBuilder(line.Length);
        var copied = 0;
        while (at >= 0)
        {
            var ticks = RunAt(line, at);
            var close = ClosingRun(line, at + ticks, ticks);
            if (close < 0)
            {
                at = line.IndexOf('`', at + ticks);
                continue;
            }

            prose.Append(line, copied, at - copied).Append(' ');
            copied = close + ticks;
            at = line.IndexOf('`', copied);
        }

        return prose.Append(line, copied, line.Length - copied).ToString();
    }

    static int RunAt(string line, int at)
    {
        var end = at;
        while (end < line.Length && line[end] == '`') end++;
        return end - at;
    }

    static int ClosingRun(string line, int from, int ticks)
    {
        for (var at = line.IndexOf('`', from); at >= 0;)
        {
            var run = RunAt(line, at);
            if (run == ticks) return at;
            at = line.IndexOf('`', at + run);
        }

        return -1;
    }

    static void AddFrom(string prose, List<string> found)
    {
        for (var at = prose.IndexOf('@', StringComparison.Ordinal); at >= 0 && found.Count < Most; at = prose.IndexOf('@', at + 1))
        {
            // An address, a second @, a path or an escape before it: not a name.
            if (at > 0 && (char.IsLetterOrDigit(prose[at - 1]) || prose[at - 1] is '@' or '.' or '-' or '_' or '+' or '/' or '\\')) continue;
            if (LoginAfter(prose, at + 1) is { } login && !found.Contains(login, StringComparer.OrdinalIgnoreCase)) found.Add(login);
        }
    }

    static string? LoginAfter(string prose, int start)
    {
        // Bitbucket quotes logins with characters of addresses, @"jane@example.com"; its cloud writes the account, @{557058:1a2b}.
        if (start < prose.Length && (prose[start] is '"' or '{'))
        {
            var close = prose.IndexOf(prose[start] == '"' ? '"' : '}', start + 1);
            return close - start is > 1 and <= LongestLogin ? prose[(start + 1)..close] : null;
        }

        return PlainLoginAfter(prose, start);
    }

    static string? PlainLoginAfter(string prose, int start)
    {
        var end = start;
        while (end < prose.Length && (char.IsLetterOrDigit(prose[end]) || prose[end] is '-' or '_' or '.')) end++;
        if (end < prose.Length && (prose[end] is '@' || (prose[end] == '/' && end + 1 < prose.Length && char.IsLetterOrDigit(prose[end + 1])))) return null;
        var login = prose[start..end].TrimEnd('.', '-');
        return login.Length is > 0 and <= LongestLogin ? login : null;
    }
}
