using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;

namespace Postroom.Rendering.Markup;

/// <summary>
/// Shows what people wrote in Markdown as HTML that a mail program can show. Nothing of the text becomes markup by
/// itself:
/// every tag is ours, every word is escaped, links are http, https or mailto, and an image is a link to it.
/// </summary>
static class MarkdownLetter
{
    /// <summary>The most characters of one text as HTML. What would be longer is shown as it was written.</summary>
    public const int MaximumLength = 40_000;

    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmojiAndSmiley(enableSmileys: false)
        .Build();

    /// <summary>The text as HTML.</summary>
    /// <param name="text">Clean and bounded, with line ends LF.</param>
    public static string ToHtml(string text)
    {
        if (Parse(text) is { } document)
        {
            var html = new MarkupWriter();
            new BlockWriter(html).Write(document);
            if (!html.IsFull) return html.ToString();
        }

        return $"<p class=\"words\" style=\"{MarkupStyles.Paragraph}\">{HtmlEncoding.Lines(text)}</p>";
    }

    // Null: the blocks stand too deep in each other (the parser's own bound).
    static MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
