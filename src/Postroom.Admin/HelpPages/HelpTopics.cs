using System.Collections.Concurrent;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Postroom.Languages;

namespace Postroom.Admin.HelpPages;

/// <summary>The how-to pages of <c>docs/how-to</c>, shipped inside the assembly: what one reads in the repository is what one reads here.</summary>
static class HelpTopics
{
    // No raw HTML: a help page is text, and the pages allow no inline style or script anyway.
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoIdentifiers().Build();
    static readonly ConcurrentDictionary<(string Slug, string Language, string Root), HelpTopic?> Known = new();

    /// <summary>The names of all pages in the order of reading.</summary>
    public static IReadOnlyList<string> Slugs { get; } =
    [
        "first-steps", "mail-server", "trust", "domains", "apps", "smtp", "people", "directory", "deliveries",
        "causes", "alarms", "pull-requests", "notifications", "letters", "sandbox", "sign-in",
    ];

    /// <summary>One page in a language, in English where it is not translated; null: there is no such page.</summary>
    /// <param name="slug">Its name.</param>
    /// <param name="language">The language.</param>
    /// <param name="root">The path of the console, for links from page to page.</param>
    public static HelpTopic? Find(string slug, Language language, string root) =>
        Slugs.Contains(slug) ? Known.GetOrAdd((slug, language.Tag, root), key => Read(key.Slug, key.Language, key.Root)) : null;

    static HelpTopic? Read(string slug, string language, string root)
    {
        var text = Resource($"help/{slug}.{language}.md") ?? Resource($"help/{slug}.md");
        if (text is null) return null;
        var document = Markdown.Parse(text, Pipeline);
        var title = document.OfType<HeadingBlock>().First();
        var lead = document.OfType<ParagraphBlock>().First();
        var (titleText, leadText) = (PlainText(title), PlainText(lead));
        document.Remove(title);
        foreach (var link in document.Descendants<LinkInline>()) link.Url = AddressOf(link.Url, root);
        return new HelpTopic(slug, titleText, leadText, document.ToHtml(Pipeline));
    }

    // [text](apps.md#keys) is right in the repository; here it is the page's own address.
    static string? AddressOf(string? url, string root)
    {
        if (url is null || url.Contains("://", StringComparison.Ordinal)) return url;
        var at = url.IndexOf(".md", StringComparison.Ordinal);
        return at < 0 ? url : $"{root}/help/{url[..at]}{url[(at + 3)..]}";
    }

    static string PlainText(LeafBlock block) =>
        string.Concat(block.Inline?.Descendants().Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            LineBreakInline => " ",
            _ => "",
        }) ?? []);

    static string? Resource(string name)
    {
        using var stream = typeof(HelpTopics).Assembly.GetManifestResourceStream(name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>One help page.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Lead">Its first paragraph as plain text.</param>
/// <param name="Html">Everything but the title.</param>
public sealed record HelpTopic(string Slug, string Title, string Lead, string Html);
