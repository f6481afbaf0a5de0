using System.Net;
using Postroom.HtmlReading;

namespace Postroom.Rendering.Css;

/// <summary>The start tag of an element in the source of a template.</summary>
/// <param name="Start">Where its <c>&lt;</c> is.</param>
/// <param name="End">Behind its <c>&gt;</c>.</param>
/// <param name="Style">The value of its style attribute, decoded; null: none.</param>
/// <param name="StyleStart">Where the style attribute begins, or where one would go.</param>
/// <param name="StyleEnd">Where it has ended.</param>
sealed record StartTag(int Start, int End, string? Style, int StyleStart, int StyleEnd)
{
    /// <summary>All start tags by the place where they begin.</summary>
    /// <param name="source">The template.</param>
    /// <param name="html">The same with its tags blanked out.</param>
    public static Dictionary<int, StartTag> All(string source, string html)
    {
        var tags = new Dictionary<int, StartTag>();
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
        {
            if (scanner.Current.Kind == HtmlTokenKind.StartTag) tags[scanner.Current.Start] = Of(source, scanner);
        }

        return tags;
    }

    /// <summary>The edit that gives it that style.</summary>
    public SourceEdit WithStyle(string style) =>
        new(StyleStart, StyleEnd, $"{(Style is null ? " " : "")}style=\"{Encode(style)}\"");

    static StartTag Of(string source, HtmlScanner scanner)
    {
        var tag = scanner.Current;
        foreach (var attribute in scanner.Attributes)
        {
            if (!attribute.HasValue || !scanner.NameOf(attribute).Equals("style", StringComparison.OrdinalIgnoreCase)) continue;
            var text = WebUtility.HtmlDecode(source[attribute.ValueStart..attribute.ValueEnd]);
            return new StartTag(tag.Start, tag.End, text, attribute.NameStart, attribute.End);
        }

        var insert = scanner.Attributes is [.., var last] ? last.End : tag.Start + 1 + tag.Name.Length;
        return new StartTag(tag.Start, tag.End, null, insert, insert);
    }

    // Tags of the template stay; a value can hold no quote, because it is escaped when it is put in.
    static string Encode(string style) => style.Replace("\"", "'", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
