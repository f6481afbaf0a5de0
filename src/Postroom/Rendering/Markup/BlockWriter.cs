using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;

namespace Postroom.Rendering.Markup;

/// <summary>Writes the blocks of a text: paragraphs, lists, code, quotations and tables.</summary>
sealed class BlockWriter(MarkupWriter html)
{
    readonly InlineWriter _inlines = new(html);

    /// <summary>Writes a block and all within it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isTight">Whether paragraphs are lines of a list, without space around them.</param>
    public void Write(Block block, bool isTight = false)
    {
        if (html.IsFull) return;
        html.Depth++;
        if (html.Depth > MarkupWriter.DeepestNesting && block is ContainerBlock) Children(block, isTight);
        else One(block, isTight);
        html.Depth--;
    }

    void One(Block block, bool isTight)
    {
        switch (block)
        {
            case LinkReferenceDefinitionGroup or LinkReferenceDefinition: break;
            case ParagraphBlock paragraph when isTight: _inlines.Write(paragraph.Inline); break;
            case ParagraphBlock paragraph: Around(paragraph, "p", "words", MarkupStyles.Paragraph); break;
            case HeadingBlock heading: Around(heading, "p", "words", MarkupStyles.Heading); break;
            case ListBlock list: List(list); break;
            case QuoteBlock: Container(block, "blockquote", "before", MarkupStyles.Quotation); break;
            case Table table: Table(table); break;
            case ThematicBreakBlock: html.Markup($"<hr class=\"rule\" style=\"{MarkupStyles.Rule}\">"); break;
            case HtmlBlock raw: RawHtml.Block(html, raw); break;
            case CodeBlock code: Code(code); break;
            case ContainerBlock: Children(block, isTight); break;
            case LeafBlock leaf: _inlines.Write(leaf.Inline); break;
        }
    }

    void Children(Block block, bool isTight)
    {
        foreach (var child in (ContainerBlock)block) Write(child, isTight);
    }

    void Container(Block block, string tag, string name, string style)
    {
        html.Markup($"<{tag} class=\"{name}\" style=\"{style}\">");
        Children(block, isTight: false);
        html.Markup($"</{tag}>\n");
    }

    void Around(LeafBlock block, string tag, string name, string style)
    {
        html.Markup($"<{tag} class=\"{name}\" style=\"{style}\">");
        _inlines.Write(block.Inline);
        html.Markup($"</{tag}>\n");
    }

    void List(ListBlock list)
    {
        var tag = list.IsOrdered ? "ol" : "ul";
        var isNumber = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var first);
        var start = list.IsOrdered && isNumber && first != 1
            ? string.Create(CultureInfo.InvariantCulture, $" start=\"{first}\"") : "";
        html.Markup($"<{tag} style=\"{MarkupStyles.List}\"{start}>");
        foreach (var item in list)
        {
            html.Markup(
                $"<li class=\"words\" style=\"{MarkupStyles.Item}{(IsTask(item) ? MarkupStyles.NoBullet : "")}\">");
            Children(item, isTight: !list.IsLoose);
            html.Markup("</li>\n");
        }

        html.Markup($"</{tag}>\n");
    }

    // It has a box of its own.
    static bool IsTask(Block item) =>
        item is ContainerBlock { Count: > 0 } parts && parts[0] is LeafBlock { Inline.FirstChild: TaskList };

    // A letter is no terminal: lines that are too long are broken, as nobody scrolls within a mail.
    void Code(CodeBlock code)
    {
        html.Markup($"<pre class=\"pre\" style=\"{MarkupStyles.Block}\">");
        html.Text(code.Lines.ToString()).Markup("</pre>\n");
    }

    void Table(Table table)
    {
        html.Markup(
            $"<table class=\"grid\" border=\"0\" cellpadding=\"0\" cellspacing=\"0\" style=\"{MarkupStyles.Table}\">");
        foreach (var row in table.OfType<TableRow>())
        {
            html.Markup("<tr>");
            foreach (var cell in row)
            {
                var tag = row.IsHeader ? "th" : "td";
                html.Markup($"<{tag} class=\"cell words\" align=\"left\" style=\"{MarkupStyles.Cell}\">");
                Children(cell, isTight: true);
                html.Markup($"</{tag}>");
            }

            html.Markup("</tr>\n");
        }

        html.Markup("</table>\n");
    }
}
