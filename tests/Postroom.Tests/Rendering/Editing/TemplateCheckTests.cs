using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Rendering.Editing;

namespace Postroom.Tests.Rendering.Editing;

public sealed class TemplateCheckTests
{
    const string Html = "<p><a href=\"{{link}}\">{{email}}</a></p>";
    const string Text = "{{email}}: {{link}}";

    public static TheoryData<string, string> BuiltIn =>
        [.. from letter in LetterCatalog.All from language in Language.All select new TheoryDataRow<string, string>(letter.Name, language.Tag)];

    [Theory, MemberData(nameof(BuiltIn))]
    public void Letters_as_they_come_pass(string letter, string language) =>
        Assert.Empty(TemplateCheck.Check(LetterCatalog.Find(letter)!, LetterCatalog.Find(letter)!.BuiltIn(language), language));

    [Fact]
    public void A_simple_template_passes() => Assert.Empty(Check(Html, Text));

    [Theory]
    [InlineData("{{emial}}", "1:1 UnknownValueClose")]
    [InlineData("a\nb {{nobody}}", "2:3 UnknownValue")]
    [InlineData("{{#if name}}x", "1:1 NotClosed")]
    [InlineData("{{#if name}}\n{{#unless ip}}{{/if}}", "2:15 CloseOther")]
    [InlineData("x{{/if}}", "1:2 CloseAlone")]
    [InlineData("{{else}}", "1:1 ElseAlone")]
    [InlineData("{{{name}}}", "1:1 Unescaped")]
    [InlineData("{{&name}}", "1:1 Unescaped")]
    [InlineData("{{name", "1:1 Broken")]
    [InlineData("{{lookup (x) 1}}", "1:1 Broken")]
    [InlineData("{{#loop name}}{{/loop}}", "1:1 UnknownBlock")]
    [InlineData("{{#if}}{{/if}}", "1:1 BlockNeedsValue")]
    [InlineData("{{upper name}}", "1:1 UnknownHelper")]
    [InlineData("{{> nothing}}", "1:1 UnknownPiece")]
    [InlineData("{{> fact label=\"x\" value=nobody}}", "1:1 UnknownValue")]
    [InlineData("{{name.first}}", "1:1 UnknownValue")]
    [InlineData("{{@root.nobody}}", "1:1 UnknownValue")]
    [InlineData("<script>x</script>", "1:1 Element")]
    [InlineData("<form><input></form>", "1:1 Element")]
    [InlineData("<iframe></iframe>", "1:1 Element")]
    [InlineData("<meta http-equiv=\"refresh\">", "1:1 Element")]
    [InlineData("<p onclick=\"x()\">y</p>", "1:4 EventHandler")]
    [InlineData("<img src=\"https://evil.example/x.png\" alt=\"\">", "1:6 RemoteImage")]
    [InlineData("<td background=\"//evil.example\">y</td>", "1:5 RemoteImage")]
    [InlineData("<p style=\"background: url(x)\">y</p>", "1:23 StyleLoads")]
    [InlineData("<style>@import 'x';</style>", "1:8 StyleLoads")]
    [InlineData("<a href=\"javascript:x\">y</a>", "1:4 NoLink")]
    [InlineData("<a href=\"{{name}}\">y</a>", "1:4 NoLink")]
    [InlineData("<a href=\"x{{link}}\">y</a>", "1:4 NoLink")]
    [InlineData("<p class={{name}}>y</p>", "1:10 Unquoted")]
    [InlineData("<p {{name}}>y</p>", "1:4 Unquoted")]
    [InlineData("<p style=\"color: {{name}}\">y</p>", "1:18 InStyle")]
    public void Html_that_is_wrong_is_named_with_line_and_column(string html, string expected) =>
        Assert.Contains(Check(html + Html, Text), problem => problem.Part == "Html" && Line(problem) == expected.Replace(" ", " Template.", StringComparison.Ordinal));

    [Theory]
    [InlineData("<p>{{link}}</p>", "LinkMissingHtml"), InlineData("<p>x</p>", "LinkMissingHtml")]
    public void Html_without_the_link_it_must_have_is_refused(string html, string expected) =>
        Assert.Equal($"1:1 Template.{expected}", Line(Assert.Single(Check(html, Text))));

    [Fact]
    public void Text_without_the_link_it_must_have_is_refused() =>
        Assert.Equal("1:1 Template.LinkMissing", Line(Assert.Single(Check(Html, "Hello"))));

    [Theory, InlineData(""), InlineData(" \n")]
    public void No_part_may_be_empty(string part) => Assert.Equal("1:1 Template.Empty", Line(Assert.Single(Check(part, Text))));

    [Fact]
    public void A_part_may_not_be_endless() => Assert.Equal("Template.TooLong", Assert.Single(Check(new string('x', 60_001), Text)).MessageKey);

    [Theory]
    [InlineData("{{#each items}}{{actor}} {{kindIs.merged}} {{comment.text}} {{../pr.title}} {{@index}} {{@root.brand}}{{/each}}", true)]
    [InlineData("{{#each items}}{{pr.title}}{{/each}}", false)]
    [InlineData("{{#each items}}{{kindIs.unheard}}{{/each}}", false)]
    [InlineData("{{#with pr}}{{title}}{{/with}}", true)]
    [InlineData("{{#with pr}}{{count}}{{/with}}", false)]
    public void Names_mean_what_they_mean_where_they_stand(string text, bool isRight)
    {
        var problems = TemplateCheck.Check(LetterCatalog.Find("digest")!, new LetterSource("x", "<a href=\"{{pr.url}}\">x</a>", text + "{{pr.url}}"), "en");

        Assert.Equal(isRight, problems.Count == 0);
    }

    [Fact]
    public void Problems_speak_Japanese() =>
        Assert.Equal("このメールに emial という値はありません。email ではありませんか。", Check(Html + "{{emial}}", Text)[0].TextIn(Language.Find("ja")!.Culture));

    static IReadOnlyList<TemplateProblem> Check(string html, string text) =>
        TemplateCheck.Check(LetterCatalog.Find("new-user")!, new LetterSource("Hello", html, text), "en");

    static string Line(TemplateProblem problem) => $"{problem.Line}:{problem.Column} {problem.MessageKey}";
}
