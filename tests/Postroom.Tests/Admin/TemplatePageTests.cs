using System.Net;
using Postroom.Languages;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class TemplatePageTests
{
    const string Editor = TemplateEditor.Page;
    const string Html = TemplateEditor.Html;

    [Fact]
    public async Task The_list_has_every_letter_in_every_language()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/templates");

        Assert.Equal(LetterCatalog.All.Count * 2, page.All(".stage a").Count);
        Assert.All(page.All(".stage .badge"), badge => Assert.Equal("built-in", badge.TextContent));
    }

    [Fact]
    public async Task The_editor_begins_with_the_letter_as_it_comes()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/templates/new-user/ja");

        Assert.Equal(LetterCatalog.Find("new-user")!.BuiltIn("ja").Text, page.One("#Text").TextContent.TrimStart('\n'));
    }

    [Fact]
    public async Task What_is_saved_is_what_the_next_letter_is_made_of()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await TemplateEditor.SaveAsync(browser, Html);

        Assert.Equal("Saved. The next mail uses it.", page.TextOf(".notice.ok"));
        Assert.Equal(Html, app.Get<TemplateStore>().Find("new-user", "en")!.Source!.Html);
        Assert.Contains("Dear Jane Doe", (await browser.GetAsync(Editor + "/html")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_named_with_line_and_column_and_kept_in_the_form()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await TemplateEditor.SaveAsync(browser, Html + "\n<script>{{emial}}</script>");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(
            [
                "HTML, line 2, column 1: script is not allowed: mail programs remove it or treat the mail as an attack.",
                "HTML, line 2, column 9: There is no value called emial in this template. Did you mean email?",
            ],
            page.All(".notice.bad li").Select(item => item.TextContent.Trim()));
        Assert.Contains("{{emial}}", page.One("#Html").TextContent, StringComparison.Ordinal);
        Assert.Null(app.Get<TemplateStore>().Find("new-user", "en"));
    }

    [Theory]
    [InlineData("\n\n{{#if name}}", "line 3", "{{#if is not closed: add {{/if}}.")]
    [InlineData("\n{{/each}}", "line 2", "{{/each}} is here, but {{#each is missing.")]
    [InlineData("{{#if name}}{{#with product}}{{/if}}{{/with}}", "line 1", "{{/if}} is here while {{#with is still open: close with first.")]
    [InlineData("{{#if}}x{{/if}}", "line 1", "{{#if needs exactly one value, such as {{#if name}}.")]
    public async Task A_mistake_is_said_in_words_with_its_line(string html, string line, string words)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await TemplateEditor.SaveAsync(browser, html);

        Assert.Contains(page.All(".notice.bad li"), item => item.TextContent.Contains(line, StringComparison.Ordinal) && item.TextContent.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{#if name}"), InlineData("{{name"), InlineData("{{else}}"), InlineData("{{#}}"), InlineData("{{> }}"), InlineData("{{short}}")]
    [InlineData("{{> button url=link label=\"x}}"), InlineData("{{~}}"), InlineData("{{name.}}"), InlineData("{{#each items as |x|}}{{x}}{{/each}}"), InlineData("{{[name}}"), InlineData("{{name (lookup x)}}")]
    public async Task The_engines_own_words_are_never_shown(string html)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await TemplateEditor.SaveAsync(browser, Html + html);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.DoesNotMatch("Exception|Occured|token|Parameter|Reached end", page.One(".notice.bad").TextContent);
    }

    [Fact]
    public async Task Samples_have_names()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        Assert.Equal(["With every value", "Without a name", "For another app's link"], (await browser.GetAsync(Editor)).All("#Sample option").Select(option => option.TextContent));
        Assert.All(LetterCatalog.All.SelectMany(letter => letter.Samples.Names), name => Assert.NotEqual("", Texts.Get($"Template.Sample.{name}")));
    }

    [Fact]
    public async Task Send_to_me_hands_the_typed_letter_to_the_readers_own_address()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await browser.SubmitAsync(await browser.GetAsync("/mail-server"), "/mail-server", ("From", "postroom@example.com"), ("action", "save"));

        var page = await TemplateEditor.SubmitAsync(browser, "/send", Html);

        Assert.Equal("Sample mail accepted for administrator@example.com.", page.TextOf(".notice.ok"));
        var sent = await app.Get<IDeliveryRecords>().SearchAsync(new DeliverySearch(), CancellationToken.None);
        Assert.Equal("administrator@example.com", Assert.Single(sent.Rows).Recipient);
    }

    [Fact]
    public async Task A_former_version_comes_back_as_a_new_one()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await TemplateEditor.SaveAsync(browser, Html);
        await TemplateEditor.SaveAsync(browser, Html + "<p>Two</p>");

        await browser.SubmitAsync(await browser.GetAsync(Editor), Editor + "/restore/1");

        var saved = app.Get<TemplateStore>().Find("new-user", "en")!;
        Assert.Equal((3, Html), (saved.Version, saved.Source!.Html));
    }

    [Fact]
    public async Task The_letter_can_go_back_to_how_it_comes()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await TemplateEditor.SaveAsync(browser, Html);

        await browser.SubmitAsync(await browser.GetAsync(Editor), Editor + "/reset");

        Assert.Null(app.Get<TemplateStore>().Find("new-user", "en"));
    }

    [Fact]
    public async Task Nobody_overwrites_what_they_have_not_seen()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var old = await browser.GetAsync(Editor);
        await TemplateEditor.SaveAsync(browser, Html);

        var page = await browser.SubmitAsync(old, Editor, ("Html", Html + "<p>Mine</p>"));

        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Contains("Mine", page.One("#Html").TextContent, StringComparison.Ordinal);
        Assert.Equal(Html, app.Get<TemplateStore>().Find("new-user", "en")!.Source!.Html);
    }

    [Theory, InlineData(""), InlineData("/send"), InlineData("/reset"), InlineData("/restore/1"), InlineData("/preview")]
    public async Task Who_is_no_administrator_changes_nothing(string action)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Operator);
        var page = await browser.GetAsync(Editor);

        var token = page.All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
        var answer = await browser.PostAsync(Editor + action, ("__RequestVerificationToken", token), ("Subject", "x"), ("Html", Html), ("Text", "{{link}}"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    [Theory, InlineData("/templates/love-letter/en"), InlineData("/templates/new-user/fr"), InlineData("/templates/new-user/fr/html")]
    public async Task What_is_not_there_is_not_found(string address)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(address)).Status);
    }
}
