using System.Collections.Frozen;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Markdig.Syntax;
using Postroom.HtmlReading;

namespace Postroom.Rendering.Markup;

/// <summary>
/// Shows HTML that people put into Markdown as the text it holds: comments and tags are gone, an image is a link, a
/// break
/// is a break. What looks like a tag and is none of HTML's, such as <c>List&lt;string&gt;</c>, is text.
/// </summary>
static class RawHtml
{
    static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "abbr", "b", "blockquote", "br", "center", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em",
        "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
            "mark",
        "ol", "p", "picture", "pre", "q", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "summary",
        "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "video");

    static readonly FrozenSet<string> Breaking = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "br", "dd", "details", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "pre", "summary",
            "table", "tr");

    /// <summary>Writes a block that begins with a tag.</summary>
    public static void Block(MarkupWriter html, HtmlBlock block)
    {
        if (block.Type == HtmlBlockType.Comment) return;
        var source = block.Lines.ToString();
        html.Markup($"<p class=\"words\" style=\"{MarkupStyles.Paragraph}\">");
        if (IsKnown(source)) Parsed(html, source);
        else html.Markup(HtmlEncoding.Lines(source));
        html.Markup("</p>\n");
    }

    /// <summary>Writes one tag within a line: nothing, but for a break and an image.</summary>
    public static void Inline(MarkupWriter html, string tag)
    {
        if (tag.StartsWith("<!--", StringComparison.Ordinal)) return;
        if (IsKnown(tag)) Parsed(html, tag);
        else html.Text(tag);
    }

    static bool IsKnown(string source) => Known.Contains(NameOf(source));

    static string NameOf(string source)
    {
        var name = source.AsSpan().TrimStart().TrimStart('<').TrimStart('/');
        var end = 0;
        while (end < name.Length && char.IsAsciiLetterOrDigit(name[end])) end++;
        return name[..end].ToString();
    }

    static void Parsed(MarkupWriter html, string source)
    {
        try
        {
            using var document = HtmlTree.Parse(source, CancellationToken.None);
            if (document.Body is { } body) Children(html, body);
        }
        catch (HtmlTreeTooLargeException)
        {
            html.Markup(HtmlEncoding.Lines(source));
        }
    }

    static void Children(MarkupWriter html, INode node)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText text: html.Markup(HtmlEncoding.Lines(text.Data.Trim('\n'))); break;
                case IHtmlScriptElement or IHtmlStyleElement: break;
                case IHtmlImageElement image: Image(html, image); break;
                case IElement element: Element(html, element); break;
            }
        }
    }

    static void Element(MarkupWriter html, IElement element)
    {
        var target = element is IHtmlAnchorElement ? SafeLink.Of(element.GetAttribute("href")) : null;
        if (target is not null) InlineWriter.Open(html, target);
        Children(html, element);
        if (target is not null) html.Markup("</a>");
        if (Breaking.Contains(element.LocalName)) html.Markup("<br>\n");
    }

    static void Image(MarkupWriter html, IHtmlImageElement image)
    {
        var name = image.AlternativeText is { Length: > 0 } words ? words : image.GetAttribute("src") ?? "";
        new InlineWriter(html).Link(image.GetAttribute("src"), () => html.Markup("&#128444; ").Text(name));
    }
}
