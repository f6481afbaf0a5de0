using System.Net;
using Postroom.Languages;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Sandbox;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class TemplatePreviewTests
{
    const string Editor = TemplateEditor.Page;
    const string Html = TemplateEditor.Html;

    [Fact]
    public async Task The_preview_shows_what_is_typed_without_saving_it()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var frame = await TemplateEditor.PreviewAsync(browser, "html", Html);

        Assert.Contains("Dear Jane Doe", frame.Html, StringComparison.Ordinal);
        Assert.Equal(HtmlSanitizer.FramePolicy + "; frame-ancestors 'self'", frame.Header("Content-Security-Policy"));
        Assert.Null(app.Get<TemplateStore>().Find("new-user", "en"));
    }

    [Theory, InlineData("html", "@media not all"), InlineData("dark", "@media all"), InlineData("text", "<pre>Hello Jane Doe,")]
    public async Task The_preview_has_a_light_a_dark_and_a_text_side(string view, string expected)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var page = await browser.GetAsync(Editor);

        var frame = await TemplateEditor.PreviewAsync(browser, view, page.One("#Html").TextContent);

        Assert.Contains(expected, frame.Html, StringComparison.Ordinal);
    }

    [Theory, InlineData("merged", "merged"), InlineData("opened", "opened"), InlineData("no-such-sample", "commented")]
    public async Task The_frame_shows_the_sample_that_is_asked_for(string sample, string shown)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var frame = await browser.GetAsync($"/templates/pull-request/en/html?view=text&sample={sample}");

        Assert.Equal(TextOf(app, shown), frame.One("pre").TextContent);
    }

    [Fact]
    public async Task The_frames_of_the_editor_show_the_sample_that_is_chosen()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/templates/pull-request/en?sample=merged");

        Assert.Equal("merged", page.One("#Sample option[selected]").GetAttribute("value"));
        foreach (var frame in page.All("iframe"))
            Assert.Equal(TextOf(app, "merged"), (await browser.GetAsync(frame.GetAttribute("src") + "&view=text")).One("pre").TextContent);
    }

    [Fact]
    public async Task The_chosen_sample_stays_when_the_letter_is_saved()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await TemplateEditor.SaveAsync(browser, Html);

        Assert.All(page.All("iframe"), frame => Assert.EndsWith("sample=full", frame.GetAttribute("src"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_template_that_cannot_be_shown_says_why_in_the_frame()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var frame = await TemplateEditor.PreviewAsync(browser, "html", "{{#if name}}<script>x</script>");

        Assert.Contains("line 1, column 1", frame.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", frame.Html, StringComparison.Ordinal);
    }

    [Theory, InlineData(UserRole.Viewer), InlineData(UserRole.Operator)]
    public async Task Who_is_no_administrator_has_nothing_run_that_was_typed_and_still_sees_the_letter_in_force(UserRole role)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(role);

        Assert.Equal(HttpStatusCode.Forbidden, (await TemplateEditor.PreviewAsync(browser, "html", Html)).Status);
        Assert.Contains("Jane Doe", (await browser.GetAsync(Editor + "/html")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{#each @root.items}}", 22, "too deep")]
    [InlineData("{{#each @root.items}}", 3, "no value called @root.items")]
    [InlineData("{{#if .}}", 3_650, "too many tags")]
    [InlineData("<b>", 19_000, "too deep")]
    [InlineData("<a ", 18_000, "not closed")]
    [InlineData("{{> button url=link url=link label=\"x\"}}", 1, "given twice")]
    [InlineData("<style>a{b:c}</style><a>x</a>", 700, "takes more than")]
    public async Task Whatever_is_typed_is_answered_in_words_and_never_with_an_error_page(string piece, int count, string expected)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var frame = await TemplateEditor.PreviewAsync(browser, "html", Html + string.Concat(Enumerable.Repeat(piece, count)));

        Assert.Equal(HttpStatusCode.OK, frame.Status);
        Assert.Contains(expected, frame.Text, StringComparison.Ordinal);
        Assert.Contains("line 1, column", frame.Text, StringComparison.Ordinal);
    }

    static string TextOf(ConsoleApp app, string sample) => app.Get<LetterRenderer>().Render(new LetterRequest
    {
        Letter = "pull-request",
        Language = Language.English,
        Model = LetterCatalog.Find("pull-request")!.Samples.Get(sample, "en"),
    }).Text;
}
