using System.Text;

namespace Postroom.Rendering.Markup;

/// <summary>Takes HTML up to a length and a depth; what comes after that is dropped, and it says so.</summary>
sealed class MarkupWriter
{
    /// <summary>The deepest nesting shown; what stands deeper is text without markup of its own.</summary>
    public const int DeepestNesting = 24;

    readonly StringBuilder _html = new();

    /// <summary>Whether something was dropped.</summary>
    public bool IsFull { get; private set; }

    /// <summary>How deep the place is that is being written.</summary>
    public int Depth { get; set; }

    /// <summary>Adds markup of our own.</summary>
    public MarkupWriter Markup(string html)
    {
        if (_html.Length + html.Length > MarkdownLetter.MaximumLength) IsFull = true;
        if (!IsFull) _html.Append(html);
        return this;
    }

    /// <summary>Adds what people wrote, escaped.</summary>
    public MarkupWriter Text(string text) => Markup(HtmlEncoding.Escape(text));

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();
}
