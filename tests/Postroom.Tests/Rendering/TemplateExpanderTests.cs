using Postroom.Rendering.Syntax;

namespace Postroom.Tests.Rendering;

public sealed class TemplateExpanderTests
{
    static readonly Dictionary<string, string> Pieces = new()
    {
        ["button"] = "<a href=\"{{url}}\">{{label}}</a>\n",
        ["maybe"] = "{{#if value}}{{short value 10}}{{/if}}",
        ["outer"] = "[{{> button url=url label=\"In\"}}]",
        ["itself"] = "x{{> itself}}",
    };

    [Theory]
    [InlineData("{{> button url=link label=\"Open\"}}", "<a href=\"{{link}}\">Open</a>")]
    [InlineData("{{> button url=pr.url label=name}}", "<a href=\"{{pr.url}}\">{{name}}</a>")]
    [InlineData("{{> button}}", "<a href=\"{{url}}\">{{label}}</a>")]
    [InlineData("{{> maybe value=pr.title}}", "{{#if pr.title}}{{short pr.title 10}}{{/if}}")]
    [InlineData("a {{> outer url=link}} b", "a [<a href=\"{{link}}\">In</a>] b")]
    [InlineData("{{> button url=link label=\"<b> & c\"}}", "<a href=\"{{link}}\">&lt;b&gt; &amp; c</a>")]
    [InlineData("{{!-- {{> nothing}} --}}{{name}}", "{{!}}{{name}}")]
    [InlineData("no tags", "no tags")]
    public void A_piece_stands_in_its_place_with_what_it_was_given(string source, string expected) => Assert.Equal(expected, Html.Expand(source));

    [Fact]
    public void Plain_text_is_not_escaped() =>
        Assert.Equal("<a href=\"{{link}}\"><b></a>", new TemplateExpander(Pieces.GetValueOrDefault, isHtml: false).Expand("{{> button url=link label='<b>'}}"));

    [Theory, InlineData("{{> itself}}"), InlineData("{{> nothing}}")]
    public void What_cannot_be_put_in_is_refused(string source) => Assert.Throws<FormatException>(() => Html.Expand(source));

    [Theory]
    [InlineData("{{name}}", TagKind.Value), InlineData("{{~name~}}", TagKind.Value), InlineData("{{#if a}}", TagKind.Open), InlineData("{{^if a}}", TagKind.Open)]
    [InlineData("{{else}}", TagKind.Else), InlineData("{{else if b}}", TagKind.Else), InlineData("{{^}}", TagKind.Else), InlineData("{{/if}}", TagKind.Close)]
    [InlineData("{{> a b=c}}", TagKind.Partial), InlineData("{{#> a}}", TagKind.Broken), InlineData("{{{a}}}", TagKind.Unescaped), InlineData("{{& a}}", TagKind.Unescaped)]
    [InlineData("{{! a }}", TagKind.Comment), InlineData("{{!-- }} --}}", TagKind.Comment), InlineData("{{a", TagKind.Broken), InlineData("{{}}", TagKind.Broken)]
    [InlineData("{{a (b c)}}", TagKind.Broken), InlineData("{{a \"}}", TagKind.Broken), InlineData("{{> a b=\"}}\"}}", TagKind.Partial), InlineData("{{!", TagKind.Broken)]
    internal void Every_tag_is_told_from_the_others(string source, TagKind expected)
    {
        var tag = Assert.Single(TemplateScanner.Scan(source));

        Assert.Equal((expected, 0, source.Length), (tag.Kind, tag.Start, tag.End));
    }

    static TemplateExpander Html { get; } = new(Pieces.GetValueOrDefault, isHtml: true);
}
