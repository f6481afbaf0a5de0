using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace Postroom.Rendering.Markup;

/// <summary>Writes what stands within a line: words, emphasis, code and links.</summary>
sealed class InlineWriter(MarkupWriter html)
{
    /// <summary>Writes all of them.</summary>
    /// <param name="inlines">The parts of a line; null: none.</param>
    public void Write(ContainerInline? inlines)
    {
        if (inlines is null || html.IsFull) return;
        html.Depth++;
        foreach (var inline in inlines)
        {
            if (html.Depth <= MarkupWriter.DeepestNesting) One(inline);
            else if (inline is ContainerInline deeper) Write(deeper);
            else if (inline is LiteralInline literal) html.Text(literal.Content.ToString());
        }

        html.Depth--;
    }

    void One(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal: html.Text(literal.Content.ToString()); break;
            // As it was typed: forges break the line of a comment here, whatever CommonMark says.
            case LineBreakInline: html.Markup("<br>\n"); break;
            case CodeInline code: Code(code.Content); break;
            case TaskList task: html.Markup(task.Checked ? "&#9745;" : "&#9744;"); break;
            case EmphasisInline emphasis: Emphasis(emphasis); break;
            case AutolinkInline { IsEmail: true } auto: Link("mailto:" + auto.Url, () => html.Text(auto.Url)); break;
            case AutolinkInline auto: Link(auto.Url, () => html.Text(auto.Url)); break;
            case LinkInline { IsImage: true } image: Link(image.Url, () => Alternative(image)); break;
            case LinkInline link: Link(link.Url, () => Write(link)); break;
            case HtmlEntityInline entity: html.Text(entity.Transcoded.ToString()); break;
            case HtmlInline raw: RawHtml.Inline(html, raw.Tag); break;
            case DelimiterInline delimiter: html.Text(delimiter.ToLiteral()); Write(delimiter); break;
            case ContainerInline container: Write(container); break;
        }
    }

    /// <summary>Writes a link where the address may be one, else its words alone.</summary>
    /// <param name="address">As it was written.</param>
    /// <param name="words">Writes the words.</param>
    public void Link(string? address, Action words)
    {
        var target = Target(address);
        if (target is not null) Open(html, target);
        words();
        if (target is not null) html.Markup("</a>");
    }

    /// <summary>Opens a link to an address that may be one.</summary>
    public static void Open(MarkupWriter html, string target) =>
        html.Markup($"<a class=\"link\" style=\"{MarkupStyles.Link}\" href=\"").Text(target).Markup("\">");

    void Emphasis(EmphasisInline emphasis)
    {
        var tag = emphasis switch
        {
            { DelimiterChar: '~' } => "del",
            { DelimiterCount: 2 } => "strong",
            _ => "em",
        };
        html.Markup($"<{tag}>");
        Write(emphasis);
        html.Markup($"</{tag}>");
    }

    void Code(string code) =>
        html.Markup($"<code class=\"mono\" style=\"{MarkupStyles.Code}\">").Text(code).Markup("</code>");

    // Images of strangers tell who has read a mail and when, so they are looked at on a click.
    void Alternative(LinkInline image)
    {
        html.Markup("&#128444; ");
        if (image.FirstChild is not null) Write(image);
        else html.Text(image.Url ?? "");
    }

    static string? Target(string? address)
    {
        if (SafeLink.Of(address) is { } web) return web;
        const string mail = "mailto:";
        if (address?.StartsWith(mail, StringComparison.OrdinalIgnoreCase) != true) return null;
        return Postroom.Mail.Addresses.MailboxParser.TryParseAddress(address[mail.Length..], out var mailbox)
            ? mail + Uri.EscapeDataString(mailbox.ToString()).Replace("%40", "@", StringComparison.Ordinal)
            : null;
    }
}
