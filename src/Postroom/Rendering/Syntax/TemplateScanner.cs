using System.Globalization;

namespace Postroom.Rendering.Syntax;

/// <summary>Finds the tags of a template.</summary>
static class TemplateScanner
{
    /// <summary>All tags, in order.</summary>
    public static List<TemplateTag> Scan(string source)
    {
        var tags = new List<TemplateTag>();
        for (var at = source.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = source.IndexOf("{{", tags[^1].End, StringComparison.Ordinal))
        {
            tags.Add(Read(source, at));
        }

        return tags;
    }

    static TemplateTag Read(string source, int start)
    {
        var inner = start + 2;
        // The engine would take it for text and look for tags within it.
        if (start > 0 && source[start - 1] == '\\') return new TemplateTag(TagKind.Broken, start, inner, "", []);
        if (inner < source.Length && source[inner] == '~') inner++;
        if (Follows(source, inner, "!--")) return Comment(source, start, "--");
        if (Follows(source, inner, "!")) return Comment(source, start, "");
        var isTriple = Follows(source, inner, "{");
        var end = EndOf(source, inner, isTriple ? "}}}" : "}}");
        if (end < 0) return new TemplateTag(TagKind.Broken, start, source.Length, "", []);

        var close = end + (isTriple ? 3 : 2);
        if (isTriple) return new TemplateTag(TagKind.Unescaped, start, close, source[(inner + 1)..end].Trim(), []);
        if (end > inner && source[end - 1] == '~') end--;
        return Inside(source, start, close, inner, end);
    }

    static TemplateTag Inside(string source, int start, int close, int inner, int end)
    {
        while (inner < end && source[inner] == ' ') inner++;
        var (kind, skip) = Kind(source.AsSpan(inner, end - inner));
        var words = Words(source, inner + skip, end);
        if (words is null) return new TemplateTag(TagKind.Broken, start, close, "", []);
        if (kind == TagKind.Else) return new TemplateTag(kind, start, close, "else", words);
        return words.Count > 0 && !words[0].IsText && words[0].Key is null
            ? new TemplateTag(kind, start, close, words[0].Value, words[1..])
            : new TemplateTag(TagKind.Broken, start, close, "", []);
    }

    static (TagKind Kind, int Skip) Kind(ReadOnlySpan<char> inside) => inside switch
    {
        ['#', '>', ..] => (TagKind.Broken, 2),
        ['#', ..] => (TagKind.Open, 1),
        ['/', ..] => (TagKind.Close, 1),
        ['>', ..] => (TagKind.Partial, 1),
        ['&', ..] => (TagKind.Unescaped, 1),
        ['^', ..] when inside.Length == 1 => (TagKind.Else, 1),
        ['^', ..] => (TagKind.Open, 1),
        ['e', 'l', 's', 'e'] or ['e', 'l', 's', 'e', ' ', ..] => (TagKind.Else, 4),
        _ => (TagKind.Value, 0),
    };

    // Null: something between the words is none, such as a bracket: logic has no place in a letter.
    static List<TagArgument>? Words(string source, int start, int end)
    {
        var words = new List<TagArgument>();
        for (var at = start; at < end;)
        {
            if (char.IsWhiteSpace(source[at])) { at++; continue; }
            if (Word(source, at, end) is not { } word) return null;
            words.Add(word);
            at = word.End;
        }

        return words;
    }

    // key=value, "text", 'text' or a path; null: it is none of them.
    static TagArgument? Word(string source, int at, int end)
    {
        var stop = at;
        while (stop < end && IsOfPath(source[stop])) stop++;
        var hasKey = stop > at && stop < end && source[stop] == '=' && !source.AsSpan(at, stop - at).ContainsAny("@./[]");
        var key = hasKey ? source[at..stop] : null;
        var value = hasKey ? stop + 1 : at;
        if (value < end && source[value] is '"' or '\'')
        {
            var close = source.IndexOf(source[value], value + 1, end - value - 1);
            return close < 0 ? null : new TagArgument(key, source[(value + 1)..close], IsText: true, value, close + 1);
        }

        if (hasKey) for (stop = value; stop < end && IsOfPath(source[stop]);) stop++;
        return stop == value ? null : new TagArgument(key, source[value..stop], IsText: false, value, stop);
    }

    static bool IsOfPath(char letter) =>
        char.IsLetterOrDigit(letter) || letter is '@' or '.' or '/' or '-' or '[' or ']' or '_'
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;

    static TemplateTag Comment(string source, int start, string dashes)
    {
        var from = start + 3 + dashes.Length;
        var end = dashes.Length == 0 ? source.IndexOf("}}", from, StringComparison.Ordinal) : EndOfDashes(source, from);
        return end < 0
            ? new TemplateTag(TagKind.Broken, start, source.Length, "", [])
            : new TemplateTag(TagKind.Comment, start, source.IndexOf("}}", end, StringComparison.Ordinal) + 2, "", []);
    }

    static int EndOfDashes(string source, int from)
    {
        for (var at = source.IndexOf("--", Math.Min(from, source.Length), StringComparison.Ordinal); at >= 0; at = source.IndexOf("--", at + 1, StringComparison.Ordinal))
        {
            if (Follows(source, at + 2, "}}") || Follows(source, at + 2, "~}}")) return at;
        }

        return -1;
    }

    static int EndOf(string source, int from, string end)
    {
        var quote = '\0';
        for (var at = from; at < source.Length; at++)
        {
            if (quote == '\0' && Follows(source, at, end)) return at;
            if (quote == '\0') quote = source[at] is '"' or '\'' ? source[at] : '\0';
            else if (source[at] == quote) quote = '\0';
        }

        // A quote without its partner: the tag ends where it seems to.
        return source.IndexOf(end, from, StringComparison.Ordinal);
    }

    static bool Follows(string source, int at, string text) => string.CompareOrdinal(source, at, text, 0, text.Length) == 0;
}
