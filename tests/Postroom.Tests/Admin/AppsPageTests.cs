using System.Net;
using Postroom.Accepting;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class AppsPageTests
{
    [Fact]
    public async Task A_new_key_is_shown_and_works()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await MakeKeyAsync(browser, "wiki");

        var key = await app.Get<ApiKeyCheck>().FindAsync(page.TextOf("#secret"), TestContext.Current.CancellationToken);
        Assert.Equal("wiki", key?.App);
    }

    [Fact]
    public async Task A_key_is_shown_only_once()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var key = (await MakeKeyAsync(browser, "wiki")).TextOf("#secret");

        var page = await browser.GetAsync("/apps");

        Assert.DoesNotContain(key, page.Html, StringComparison.Ordinal);
    }

    [Theory, InlineData("curl"), InlineData("csharp"), InlineData("python")]
    public async Task The_examples_have_the_key_and_the_address(string id)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await MakeKeyAsync(browser, "wiki");

        var example = page.TextOf("#" + id);
        Assert.True(example.Contains(page.TextOf("#secret"), StringComparison.Ordinal) && example.Contains("http://localhost/api/v1/messages", StringComparison.Ordinal), example);
    }

    [Fact]
    public async Task What_an_app_may_name_as_From_is_set_on_its_card()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var made = await MakeKeyAsync(browser, "wiki");

        var saved = await browser.SubmitAsync(made, "/apps/wiki/senders", ("senders", "example.com\r\n*.example.net"));
        Assert.Contains("The allowed From addresses were saved.", saved.Text, StringComparison.Ordinal);
        Assert.Contains("example.com, *.example.net", saved.Text, StringComparison.Ordinal);

        var refused = await browser.SubmitAsync(made, "/apps/wiki/senders", ("senders", "exa mple@"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("“mple@” is not an address", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_may_name_anybody_is_warned_of()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var made = await MakeKeyAsync(browser, "wiki");

        var page = await browser.SubmitAsync(made, "/apps/wiki/senders", ("senders", "*"));

        Assert.Contains("wiki may send in anyone's name.", page.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("my wiki"), InlineData("ウィキ"), InlineData("a/b")]
    public async Task A_name_that_cannot_be_used_makes_no_key(string name)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await MakeKeyAsync(browser, name);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 0), (page.Status, (await app.Get<IAppStore>().ListAsync(TestContext.Current.CancellationToken)).Count));
    }

    [Theory, InlineData("", "send"), InlineData("true", "send events")]
    public async Task A_key_may_report_events_when_asked(string ticked, string scopes)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/apps"), "/apps/keys", ("App", "wiki"), ("Events", ticked));

        Assert.Equal(scopes, string.Join(' ', (await app.Get<ApiKeyCheck>().FindAsync(page.TextOf("#secret"), TestContext.Current.CancellationToken))!.Scopes));
    }

    [Fact]
    public async Task A_revoked_key_works_no_more()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var made = await MakeKeyAsync(browser, "wiki");
        var revoke = made.One("form[action$='/revoke']").GetAttribute("action")!;

        await browser.SubmitAsync(made, revoke);

        Assert.Null(await app.Get<ApiKeyCheck>().FindAsync(made.TextOf("#secret"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_app_gets_its_own_sender()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        await browser.SubmitAsync(await MakeKeyAsync(browser, "wiki"), "/apps/wiki/sender", ("sender", "Wiki <wiki@example.com>"));

        Assert.Equal("Wiki <wiki@example.com>", (await app.Get<IAppStore>().ListAsync(TestContext.Current.CancellationToken))[0].Sender);
    }

    [Fact]
    public async Task A_sender_that_is_no_address_is_refused_beside_its_field()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await MakeKeyAsync(browser, "wiki"), "/apps/wiki/sender", ("sender", "nobody at all"));

        Assert.Equal("nobody at all", page.One("[aria-invalid=true]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_key_for_links_brings_the_list_of_allowed_pages()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var made = await browser.SubmitAsync(await browser.GetAsync("/apps"), "/apps/keys", ("App", "wiki"), ("Links", "true"));

        var refused = await browser.SubmitAsync(made, "/apps/wiki/links", ("links", "http://evil.example/"));
        await browser.SubmitAsync(made, "/apps/wiki/links", ("links", "https://wiki.example.com/account"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "links-wiki"), (refused.Status, refused.One("[aria-invalid=true]").Id));
        Assert.Equal(["https://wiki.example.com/account"], (await app.Get<IAppStore>().ListAsync(TestContext.Current.CancellationToken))[0].LinkUrls);
    }

    static async Task<BrowserPage> MakeKeyAsync(Browser browser, string name) =>
        await browser.SubmitAsync(await browser.GetAsync("/apps"), "/apps/keys", ("App", name));
}
