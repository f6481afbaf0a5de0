using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Postroom.Rendering;
using Postroom.Tests.Rendering.Support;

namespace Postroom.Tests.Rendering;

/// <summary>What people of a forge may write into titles, names and comments.</summary>
public sealed class HostileValueTests
{
    public static TheoryData<string> Texts =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><a href=\"https://evil.example\">x</a>",
        "' onmouseover='alert(1)",
        "</title></style><body onload=alert(1)>",
        "<!-- <!--[if mso]> -->",
        "[click](javascript:alert(1)) ![pixel](https://evil.example/p.png)",
        "{{{link}}} {{#if x}} {{> begin}} {{lookup . 'x'}}",
        "`onload=alert(1)`",
        "&lt;b&gt; &#60;script&#62;",
    ];

    // Descriptions and comments are Markdown: MarkdownLetterTests tell of them.
    [Theory, MemberData(nameof(Texts))]
    public void Names_and_titles_of_strangers_never_become_markup(string text)
    {
        var plain = Parse(Everywhere("word", "word"));
        var hostile = Parse(Everywhere(text, "word"));

        Assert.Equal(Shape(plain), Shape(hostile));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Text_of_strangers_is_shown_as_they_wrote_it(string text) =>
        Assert.Equal(text, Parse(Everywhere(text)).QuerySelector("h1")!.TextContent);

    [Theory, MemberData(nameof(Texts))]
    public void Plain_text_shows_it_as_they_wrote_it(string text) =>
        Assert.Contains($"\n{text}\n", Everywhere(text).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("javascript:alert(1)"), InlineData("JaVaScRiPt:alert(1)"), InlineData("java\tscript:alert(1)"), InlineData("data:text/html,x")]
    [InlineData("vbscript:x"), InlineData("file:///etc/passwd"), InlineData("//evil.example"), InlineData("/relative"), InlineData("https://"), InlineData("https://bank.example@evil.example/")]
    public void What_is_no_web_address_never_becomes_a_link(string url)
    {
        var model = Letters.Model("pull-request", "replied");
        foreach (var name in (string[])["preferencesUrl", "unsubscribeUrl"]) model[name] = url;
        model["pr"]!["url"] = url;
        model["comment"]!["url"] = url;

        var rendered = Letters.Render("pull-request", model);

        Assert.Empty(Parse(rendered).QuerySelectorAll("a"));
        Assert.DoesNotContain(url, rendered.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("https://git.example.com/a\"b"), InlineData("https://git.example.com/a'><b"), InlineData("https://git.example.com/日本")]
    public void An_address_with_odd_characters_becomes_a_link_that_cannot_break_out(string url)
    {
        var model = Letters.Model("pull-request", "opened");
        model["pr"]!["url"] = url;

        var link = Parse(Letters.Render("pull-request", model)).QuerySelector("a.button-link")!.GetAttribute("href")!;

        Assert.Matches("^https://git\\.example\\.com/[a-z%0-9A-F]+$", link);
    }

    [Fact]
    public void A_link_keeps_its_token_to_the_letter()
    {
        var model = Letters.Model("password-reset");
        model["link"] = "https://postroom.example/reset?token=a_B-c.d~e%2Ff%3D&x=1";

        var rendered = Letters.Render("password-reset", model);

        Assert.Contains("\nhttps://postroom.example/reset?token=a_B-c.d~e%2Ff%3D&x=1\n", rendered.Text, StringComparison.Ordinal);
        Assert.Equal("https://postroom.example/reset?token=a_B-c.d~e%2Ff%3D&x=1", Parse(rendered).QuerySelector("a.button-link")!.GetAttribute("href"));
    }

    [Theory, InlineData("a\r\nBcc: eve@evil.example"), InlineData("a\nb"), InlineData("a\rb"), InlineData("a\u2028b"), InlineData("a\0b"), InlineData("a\u0085b")]
    public void A_title_cannot_add_a_line_to_the_subject(string title)
    {
        var model = Letters.Model("pull-request");
        model["pr"]!["title"] = title;

        Assert.DoesNotContain(Letters.Render("pull-request", model).Subject, char.IsControl);
    }

    [Theory, InlineData('\u202E'), InlineData('\u2066'), InlineData('\u200F'), InlineData('\u061C'), InlineData('\u2028'), InlineData('\u200B'), InlineData('\uFEFF')]
    public void Characters_that_turn_or_hide_what_follows_are_taken_out(char control)
    {
        var rendered = Everywhere($"in{control}voice");

        Assert.DoesNotContain(control, rendered.Subject + rendered.Text + rendered.Html);
    }

    [Fact]
    public void Emoji_stay_whole()
    {
        var rendered = Everywhere("👩‍👩‍👧 🇯🇵 👍🏽");

        Assert.Contains("👩‍👩‍👧 🇯🇵 👍🏽", rendered.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_of_10_000_characters_is_cut_with_an_ellipsis()
    {
        var model = Letters.Model("pull-request");
        model["pr"]!["title"] = new string('x', 10_000);

        var rendered = Letters.Render("pull-request", model);

        Assert.Equal("Ken Sato commented: " + new string('x', 119) + "… (SHOP/checkout #417)", rendered.Subject);
        Assert.Equal(250, Parse(rendered).QuerySelector("h1")!.TextContent.Length);
    }

    [Fact]
    public void Half_a_surrogate_pair_does_no_harm() => Assert.Contains("a\uFFFDb", Everywhere("a\uD83Db").Html, StringComparison.Ordinal);

    [Fact]
    public void Values_of_the_wrong_kind_are_left_out()
    {
        var model = Letters.Model("pull-request");
        model["comment"] = "text";
        model["addedReviewers"] = new JsonObject { ["a"] = 1 };
        model["pr"]!["isDraft"] = "yes";
        model["recipientName"] = new JsonArray(1, 2);

        Assert.Contains("SHOP/checkout", Letters.Render("pull-request", model).Text, StringComparison.Ordinal);
    }

    static RenderedLetter Everywhere(string text) => Everywhere(text, text);

    static RenderedLetter Everywhere(string text, string markdown)
    {
        var model = Letters.Model("pull-request", "replied");
        foreach (var name in (string[])["actor", "recipientName", "previousTitle", "previousTarget"]) model[name] = text;
        model["addedReviewers"] = new JsonArray(text, text);
        foreach (var name in (string[])["title", "author", "sourceBranch", "targetBranch"]) model["pr"]![name] = text;
        foreach (var name in (string[])["author", "file"]) model["comment"]![name] = text;
        foreach (var name in (string[])["text", "parentText"]) model["comment"]![name] = markdown;
        model["pr"]!["description"] = markdown;
        return Letters.Render("pull-request", model);
    }

    static IHtmlDocument Parse(RenderedLetter letter) => new HtmlParser().ParseDocument(letter.Html!);

    // Elements and attributes without the words between them.
    static List<string> Shape(IHtmlDocument document) =>
        [.. document.All.Select(element => $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}")];
}
