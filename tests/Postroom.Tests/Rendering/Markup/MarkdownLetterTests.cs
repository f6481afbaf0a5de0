using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Postroom.Rendering.Markup;

namespace Postroom.Tests.Rendering.Markup;

/// <summary>What people write into descriptions and comments, as a letter shows it.</summary>
public sealed class MarkdownLetterTests
{
    static readonly string[] Elements =
        ["a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody", "td",
            "th", "tr", "ul"];

    static readonly string[] Attributes =
        ["align", "border", "cellpadding", "cellspacing", "class", "href", "start", "style"];

    [Theory]
    [InlineData("It is **not** *so*, ~~never~~ `mind`", "strong:not|em:so|del:never|code:mind")]
    [InlineData("## Why\ntext", "p:Why|p:text")]
    [InlineData("- one\n- two\n  1. three", "li:one|li:two|li:three")]
    [InlineData("> as said\n\nyes", "p:as said|p:yes")]
    [InlineData("```csharp\nif (a < b) {}\n```", "pre:if (a < b) {}")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "th:a|th:b|td:1|td:2")]
    public void Markdown_becomes_what_it_means(string text, string expected) => Assert.All(
        expected.Split('|'), part => Assert.Contains(
            Read(text), element =>
                $"{element.LocalName}:{element.TextContent}".StartsWith(part, StringComparison.Ordinal)));

    [Theory]
    [InlineData("- [ ] open\n- [x] closed", "☐ open", "☑ closed")]
    [InlineData(":tada: shipped", "🎉 shipped", "")]
    [InlineData("first\nsecond", "first", "second")]
    public void Short_names_boxes_and_line_ends_are_shown(string text, string one, string other)
    {
        var shown = Shown(text);

        Assert.Contains(one, shown, StringComparison.Ordinal);
        Assert.Contains(other, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/a?b=c&d", "https://example.org/a?b=c&d")]
    [InlineData("[the plan](https://example.org/plan)", "https://example.org/plan")]
    [InlineData("![screen](https://example.org/s.png)", "https://example.org/s.png")]
    [InlineData("<img width=\"9\" alt=\"screen\" src=\"https://example.org/s.png\" />", "https://example.org/s.png")]
    [InlineData("before <img src='https://example.org/s.png'> after", "https://example.org/s.png")]
    [InlineData(
        "<details><summary>More</summary><a href=\"https://example.org/x\">x</a></details>", "https://example.org/x")]
    [InlineData("<mail@example.org>", "mailto:mail@example.org")]
    public void Addresses_and_images_become_links(string text, string target) =>
        Assert.Equal(target, Assert.Single(Read(text), element => element.LocalName == "a").GetAttribute("href"));

    [Theory]
    [InlineData("[x](javascript:alert(1))"), InlineData("[x](  JAVASCRIPT:alert(1))"),
        InlineData("![x](data:image/png;base64,AA)")]
    [InlineData("[x](//evil.example)"), InlineData("[x](/relative)"),
        InlineData("[x](https://bank.example@evil.example)")]
    [InlineData("[x][1]\n\n[1]: vbscript:x"), InlineData("<javascript:alert(1)>"),
        InlineData("[x](mailto:a@example.org?bcc=b@example.org)")]
    public void What_is_no_address_of_the_web_or_of_a_mailbox_is_no_link(string text) =>
        Assert.DoesNotContain(Read(text), element => element.LocalName == "a");

    [Theory]
    [InlineData("<!-- say why -->\nBecause.", "Because.")]
    [InlineData("It was <b>bold</b> and <kbd>Esc</kbd>.", "It was bold and Esc.")]
    [InlineData("one<br>two", "one\ntwo")]
    [InlineData("Use List<string> or <T>.", "Use List<string> or <T>.")]
    [InlineData("<details>\n<summary>Log</summary>\n\nall *fine*\n\n</details>", "Log")]
    public void Of_html_the_words_are_shown(string text, string expected) =>
        Assert.Contains(expected, Shown(text).ReplaceLineEndings("\n")
            .Replace("\n\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("<script>alert(1)</script>"), InlineData("<img src=x onerror=alert(1)>"),
        InlineData("<style>p{display:none}</style>x")]
    [InlineData("<a href='javascript:alert(1)' onclick=x>y</a>"),
        InlineData("<iframe src=https://evil.example></iframe>")]
    [InlineData("```\"onload=x\n<script>\n```"), InlineData("| <svg onload=x> |\n|---|\n| <math> |"),
        InlineData("`</code><script>`")]
    [InlineData("[a](https://x.example/\"onmouseover=alert(1))"), InlineData("{{{link}}} {{#if x}}"),
        InlineData("<p style=position:fixed>x")]
    public void Nothing_but_our_own_markup_comes_out(string text) => Assert.All(Read(text), element =>
    {
        Assert.Contains(element.LocalName, Elements);
        Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, Attributes));
    });

    [Theory]
    [InlineData("["), InlineData("!["), InlineData("*a_ "), InlineData("> "), InlineData("- "), InlineData("<a "),
        InlineData("`"), InlineData("<!--")]
    [InlineData("|a"), InlineData("[a](<"), InlineData("~~"), InlineData("<b>"), InlineData("\\"), InlineData("1. "),
        InlineData("[^"), InlineData("  - \n")]
    public async Task A_hostile_text_ends_within_its_bounds(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 6_000 / piece.Length));

        // Against never, not a measure.
        var html = await Task.Run(() => MarkdownLetter.ToHtml(text))
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.InRange(html.Length, 0, 2 * MarkdownLetter.MaximumLength);
    }

    [Fact]
    public void A_text_that_would_be_too_long_as_html_is_shown_as_it_was_written()
    {
        var text = string.Concat(Enumerable.Repeat("`a` ", 1_500));

        Assert.Contains("`a` `a`", Shown(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_a_diff_keep_their_blanks_and_say_what_they_are()
    {
        var lines = new HtmlParser().ParseDocument(DiffLines.ToHtml("@@ -1 +1 @@\n-    old <b>\n+\tnew\n same"))
            .Body!.Children;

        Assert.Equal(["place", "went", "came", "kept"], lines.Select(line => line.ClassName));
        Assert.Equal("-    old <b>", lines[1].TextContent);
    }

    static List<IElement> Read(string text) =>
        [.. new HtmlParser().ParseDocument(MarkdownLetter.ToHtml(text)).Body!.QuerySelectorAll("*")];

    static string Shown(string text) =>
        new HtmlParser().ParseDocument(MarkdownLetter.ToHtml(text).Replace("<br>", "\n", StringComparison.Ordinal))
            .Body!.TextContent;
}
