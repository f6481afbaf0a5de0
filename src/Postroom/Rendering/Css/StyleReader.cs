using System.Text;

namespace Postroom.Rendering.Css;

/// <summary>
/// Reads style sheets and keeps the source text of each declaration: mail programs need what browsers would drop, such
/// as <c>mso-padding-alt</c>. Handlebars tags in values are passed over as they are.
/// </summary>
static class StyleReader
{
    /// <summary>The rules, and the at-rules such as media queries, each in order.</summary>
    public static (List<StyleRule> Rules, List<string> AtRules) Sheet(string source)
    {
        var css = WithoutComments(source);
        var rules = new List<StyleRule>();
        var atRules = new List<string>();
        for (var at = SkipSpace(css, 0); at < css.Length; at = SkipSpace(css, at))
        {
            var (open, stop) = EndOfPrelude(css, at);
            if (open < 0)
            {
                if (css[at] == '@') atRules.Add(css[at..stop].Trim());
                at = stop;
                continue;
            }

            var close = EndOfBlock(css, open);
            var text = css[at..Math.Min(close + 1, css.Length)].Trim();
            if (css[at] == '@') atRules.Add(text);
            else rules.Add(new StyleRule([.. Split(css[at..open], ',')], Declarations(css[(open + 1)..Math.Min(close, css.Length)]), text));
            at = Math.Min(close + 1, css.Length);
        }

        return (rules, atRules);
    }

    /// <summary>The declarations of a block or of a style attribute.</summary>
    public static List<StyleDeclaration> Declarations(string source)
    {
        var declarations = new List<StyleDeclaration>();
        foreach (var part in Split(source, ';'))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) continue;
            var value = part[(colon + 1)..].Trim();
            var mark = value.LastIndexOf('!');
            var isImportant = mark >= 0 && value[(mark + 1)..].Trim().Equals("important", StringComparison.OrdinalIgnoreCase);
            if (isImportant) value = value[..mark].TrimEnd();
            if (value.Length > 0) declarations.Add(new StyleDeclaration(part[..colon].Trim().ToLowerInvariant(), value, isImportant));
        }

        return declarations;
    }

    /// <summary>The parts between separators that are in no bracket, string or tag; none is empty.</summary>
    public static IEnumerable<string> Split(string source, char separator)
    {
        var depth = 0;
        var start = 0;
        for (var at = 0; at < source.Length; at = Next(source, at))
        {
            depth += source[at] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (source[at] != separator || depth > 0) continue;
            if (source[start..at].Trim() is { Length: > 0 } part) yield return part;
            start = at + 1;
        }

        if (source[start..].Trim() is { Length: > 0 } last) yield return last;
    }

    // What begins at a place is one character, a whole string, or a whole Handlebars tag.
    static int Next(string source, int at)
    {
        if (source[at] == '\\') return Math.Min(at + 2, source.Length);
        var end = source[at] switch
        {
            '"' or '\'' => source.IndexOf(source[at], at + 1),
            '{' when at + 1 < source.Length && source[at + 1] == '{' => source.IndexOf("}}", at, StringComparison.Ordinal) is >= 0 and var close ? close + 1 : -1,
            _ => at,
        };
        return end < 0 ? source.Length : end + 1;
    }

    static (int Open, int Stop) EndOfPrelude(string css, int from)
    {
        for (var at = from; at < css.Length; at = Next(css, at))
        {
            if (css[at] == '{' && !(at + 1 < css.Length && css[at + 1] == '{')) return (at, at);
            if (css[at] is ';' or '}') return (-1, at + 1);
        }

        return (-1, css.Length);
    }

    static int EndOfBlock(string css, int open)
    {
        var depth = 0;
        for (var at = open; at < css.Length; at = Next(css, at))
        {
            if (css[at] == '{' && !(at + 1 < css.Length && css[at + 1] == '{')) depth++;
            else if (css[at] == '}' && --depth == 0) return at;
        }

        return css.Length;
    }

    static int SkipSpace(string css, int at)
    {
        while (at < css.Length && char.IsWhiteSpace(css[at])) at++;
        return at;
    }

    static string WithoutComments(string css)
    {
        var text = new StringBuilder(css.Length);
        var at = 0;
        for (var start = css.IndexOf("/*", StringComparison.Ordinal); start >= 0; start = css.IndexOf("/*", at, StringComparison.Ordinal))
        {
            text.Append(css, at, start - at).Append(' ');
            var end = css.IndexOf("*/", start + 2, StringComparison.Ordinal);
            at = end < 0 ? css.Length : end + 2;
        }

        return text.Append(css, at, css.Length - at).ToString();
    }
}
