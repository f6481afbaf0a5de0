using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Postroom.Rendering.Css;

/// <summary>The start tag of an element in the source of a template.</summary>
/// <param name="Start">Where its <c>&lt;</c> is.</param>
/// <param name="End">Behind its <c>&gt;</c>.</param>
/// <param name="Style">The value of its style attribute, decoded; null: none.</param>
/// <param name="StyleStart">Where the style attribute begins, or where one would go.</param>
/// <param name="StyleEnd">Where it has ended.</param>
sealed partial record StartTag(int Start, int End, string? Style, int StyleStart, int StyleEnd)
{
    /// <summary>The start tag; null: the parser made the element up, such as a missing tbody.</summary>
    /// <param name="source">The template.</param>
    /// <param name="html">The same with its tags blanked out, which the element was read from.</param>
    /// <param name="element">The element.</param>
    public static StartTag? Of(string source, string html, IElement element)
    {
        var start = element.SourceReference?.Position.Index ?? -1;
        if (start < 0 || Tag().Match(html, start) is not { Success: true } tag || tag.Index != start) return null;
        var end = tag.Index + tag.Length;
        var style = tag.Groups["style"];
        if (!style.Success)
        {
            var insert = tag.Groups["end"].Index;
            return new StartTag(start, end, null, insert, insert);
        }

        var value = tag.Groups["value"];
        var text = WebUtility.HtmlDecode(source.Substring(value.Index, value.Length).Trim('"', '\''));
        return new StartTag(start, end, text, style.Index, style.Index + style.Length);
    }

    /// <summary>The edit that gives it that style.</summary>
    public SourceEdit WithStyle(string style) =>
        new(StyleStart, StyleEnd, $"{(Style is null ? " " : "")}style=\"{Encode(style)}\"");

    // Tags of the template stay; a value can hold no quote, because it is escaped when it is put in.
    static string Encode(string style) => style.Replace("\"", "'", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex("""
        <[a-z][^\s/>]*
        (?:[\s/]+(?:
          (?<style>style\s*=\s*(?<value>"[^"]*"|'[^']*'|[^\s>"']+))
          |[^\s>=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?
        ))*
        (?<end>\s*/?>)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, 1_000)]
    private static partial Regex Tag();
}
