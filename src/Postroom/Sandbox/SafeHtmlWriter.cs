using System.Text;
using AngleSharp.Dom;
using Postroom.HtmlReading;

namespace Postroom.Sandbox;

/// <summary>Writes the harmless part of a document as new HTML.</summary>
sealed class SafeHtmlWriter(Func<string, string?> resolveContentId, CancellationToken cancellationToken)
{
    /// <summary>No tree is deeper. Bounds the recursion.</summary>
    const int MaximumDepth = HtmlTree.MaximumDepth + 10;

    /// <summary>The most characters of images within the page: one picture can be named in a thousand places.</summary>
    const int MaximumImages = 16 * 1024 * 1024;

    readonly StringBuilder _html = new();
    int _images;

    /// <summary>Whether a part was left out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Writes the body as a div, since it carries the mail's background and font.</summary>
    public void WriteBody(IElement body)
    {
        _html.Append("<div");
        WriteAttributes(body);
        _html.Append('>');
        WriteChildren(body, depth: 0);
        _html.Append("</div>");
    }

    public override string ToString() => _html.ToString();

    void WriteChildren(INode parent, int depth)
    {
        if (depth > MaximumDepth)
        {
            IsCut = true;
            return;
        }

        for (var child = parent.FirstChild; child is not null; child = child.NextSibling)
        {
            if (child is IText text)
                Escape(text.Data);
            else if (child is IElement element)
                WriteElement(element, depth + 1);
        }
    }

    void WriteElement(IElement element, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = element.LocalName;
        if (element.NamespaceUri != NamespaceNames.HtmlUri || HtmlAllowList.GoesWithContent(name)) return;

        if (name == "img")
        {
            WriteImage(element);
        }
        else if (HtmlAllowList.IsAllowed(name))
        {
            _html.Append('<').Append(name);
            WriteAttributes(element);
            if (name == "a") WriteLink(element);
            _html.Append('>');
            if (HtmlAllowList.IsVoid(name)) return;
            WriteChildren(element, depth);
            _html.Append("</").Append(name).Append('>');
        }
        else
        {
            WriteChildren(element, depth);
        }
    }

    void WriteAttributes(IElement element)
    {
        foreach (var attribute in element.Attributes)
        {
            if (attribute.LocalName == "style")
                WriteAttribute("style", StyleFilter.Filter(attribute.Value));
            else if (HtmlAllowList.IsAllowed(attribute.LocalName, attribute.Value))
                WriteAttribute(attribute.LocalName, attribute.Value);
        }
    }

    void WriteLink(IElement element)
    {
        if (element.GetAttribute("href") is not { } href || SafeUrl.Link(href) is not { } link) return;
        WriteAttribute("href", link);
        WriteAttribute("target", "_blank");
        WriteAttribute("rel", "noopener noreferrer nofollow");
    }

    void WriteImage(IElement element)
    {
        var source = SafeUrl.Strip(element.GetAttribute("src") ?? "");
        var alt = element.GetAttribute("alt");
        if (Resolve(source) is not { } resolved)
        {
            WritePlaceholder(source, alt);
            return;
        }

        _html.Append("<img");
        WriteAttributes(element);
        WriteAttribute("src", resolved);
        _html.Append('>');
    }

    string? Resolve(string source)
    {
        if (SafeUrl.IsDataImage(source)) return source;
        if (SafeUrl.ContentId(source) is not { } id || resolveContentId(id) is not { } resolved) return null;
        _images += resolved.Length;
        if (_images <= MaximumImages) return resolved;
        IsCut = true;
        return null;
    }

    void WritePlaceholder(string source, string? alt)
    {
        _html.Append("<span class=\"blocked-image\"");
        WriteAttribute("title", source);
        _html.Append('>');
        Escape(string.IsNullOrWhiteSpace(alt) ? "\u25A2" : alt);
        _html.Append("</span>");
    }

    void WriteAttribute(string name, string value)
    {
        if (value.Length == 0 && name is not "alt") return;
        _html.Append(' ').Append(name).Append("=\"");
        Escape(value);
        _html.Append('"');
    }

    void Escape(string text)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '&' => _html.Append("&amp;"),
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                '`' => _html.Append("&#96;"),
                _ => _html.Append(letter),
            };
        }
    }
}
