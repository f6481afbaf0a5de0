using System.Net;
using Postroom.Forges;
using Postroom.People;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Admin;

public sealed class NotificationPageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_forge_shows_its_address_secret_and_steps()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await AddAsync(browser, "gitlab", "Work");

        var source = Assert.Single(await app.Get<IForgeStore>().ListAsync(Token));
        Assert.Equal(
            ($"http://localhost:8025/hooks/{source.Id}", "whsec_", 4),
            (page.TextOf("#hook-url"), page.TextOf("#secret")[..6], page.All("ol li").Count));
    }

    [Fact]
    public async Task The_secret_that_is_shown_is_the_one_that_signs()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await AddAsync(browser, "github", "Work");

        var source = Assert.Single(await app.Get<IForgeStore>().ListAsync(Token));
        Assert.Equal(page.TextOf("#secret"), ForgeSecret.Read(app.Get<SecretProtector>(), source));
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_encrypted()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var secret = (await AddAsync(browser, "github", "Work")).TextOf("#secret");
        var source = Assert.Single(await app.Get<IForgeStore>().ListAsync(Token));

        var page = await browser.GetAsync("/notifications/forges/" + source.Id);

        Assert.DoesNotContain(secret, page.Html + source.ProtectedSecret, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", "", "", "#Name-problem")]
    [InlineData("github", "work", "", "#Name-problem")]
    [InlineData("sourceforge", "x", "", "#Kind-problem")]
    [InlineData("github", "x", "javascript:alert(1)", "#BaseUrl-problem")]
    [InlineData("github", "x", "https://me:secret@git.example.com", "#BaseUrl-problem")]
    public async Task What_cannot_be_used_is_said_beside_its_field(string kind, string name, string url, string problem)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await AddAsync(browser, "github", "Work");

        var page = await AddAsync(browser, kind, name, url);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (page.Status, page.One(problem).TextContent.Trim().Length > 10));
        Assert.Single(await app.Get<IForgeStore>().ListAsync(Token));
    }

    [Fact]
    public async Task A_forge_is_renamed_and_gets_its_address()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await PathOfNewAsync(app, browser);

        await browser.SubmitAsync(await browser.GetAsync(path), path, ("Name", "Play"), ("BaseUrl", "https://git.example.com/bb"));

        var source = Assert.Single(await app.Get<IForgeStore>().ListAsync(Token));
        Assert.Equal(("Play", "https://git.example.com/bb"), (source.Name, source.BaseUrl!.ToString()));
    }

    [Fact]
    public async Task A_new_secret_ends_the_old_one()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var old = (await AddAsync(browser, "github", "Work")).TextOf("#secret");
        var path = "/notifications/forges/" + (await app.Get<IForgeStore>().ListAsync(Token))[0].Id;

        var page = await browser.SubmitAsync(await browser.GetAsync(path), path + "/secret");

        var now = ForgeSecret.Read(app.Get<SecretProtector>(), (await app.Get<IForgeStore>().ListAsync(Token))[0]);
        Assert.Equal(page.TextOf("#secret"), now);
        Assert.NotEqual(old, now);
    }

    [Fact]
    public async Task A_secret_of_ones_own_is_taken_and_never_shown()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await PathOfNewAsync(app, browser);

        var page = await browser.SubmitAsync(await browser.GetAsync(path), path + "/secret", ("Secret", "my own long secret".Replace(' ', '-')));

        Assert.Equal("my-own-long-secret", ForgeSecret.Read(app.Get<SecretProtector>(), (await app.Get<IForgeStore>().ListAsync(Token))[0]));
        Assert.DoesNotContain("my-own-long-secret", page.Html, StringComparison.Ordinal);
    }

    [Theory, InlineData("short"), InlineData("has a space in it"), InlineData("シークレットシークレット")]
    public async Task A_secret_that_is_too_weak_is_refused(string secret)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await PathOfNewAsync(app, browser);

        var page = await browser.SubmitAsync(await browser.GetAsync(path), path + "/secret", ("Secret", secret));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.DoesNotContain(secret, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_forge_is_gone()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await PathOfNewAsync(app, browser);

        var page = await browser.SubmitAsync(await browser.GetAsync(path), path + "/delete");

        Assert.Equal(("/notifications?done=deleted", 0), (page.Path, (await app.Get<IForgeStore>().ListAsync(Token)).Count));
    }

    [Fact]
    public async Task An_event_shows_headers_payload_and_reason()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await AddEventAsync(app, InboxState.Failed);

        var page = await browser.GetAsync(path);

        Assert.Equal("Opened", page.Title);
        Assert.Contains("\"title\": \"Pour the tea\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("X-GitHub-Event: pull_request", page.Text, StringComparison.Ordinal);
        Assert.Contains("The payload has no title.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_is_text_and_never_markup()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await AddEventAsync(app, InboxState.Failed, "{\"title\": \"<script>alert(1)</script><img src=x>\"}");

        var page = await browser.GetAsync(path);

        Assert.Empty(page.All("pre script, pre img"));
    }

    [Fact]
    public async Task A_failed_event_is_replayed()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Operator);
        var path = await AddEventAsync(app, InboxState.Failed);

        await browser.SubmitAsync(await browser.GetAsync(path), path + "/replay");

        Assert.Equal(InboxState.Received, Assert.Single(await app.Get<IEventInbox>().SearchAsync(new InboxFilter(), 10, Token)).State);
    }

    [Fact]
    public async Task All_failed_events_are_replayed_at_once()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Operator);
        await AddEventAsync(app, InboxState.Failed);
        await AddEventAsync(app, InboxState.Failed, id: "2");

        var page = await browser.SubmitAsync(await browser.GetAsync("/notifications/inbox?state=failed"), "/notifications/inbox/replay-failed");

        Assert.Contains("2 events are being processed again.", page.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("?state=failed", 1), InlineData("?q=kettle", 2), InlineData("?q=nothing", 0), InlineData("?source=other", 0), InlineData("?state=rubbish&before=rubbish", 2)]
    public async Task The_inbox_is_searched(string query, int rows)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await AddEventAsync(app, InboxState.Failed);
        await AddEventAsync(app, InboxState.Processed, id: "2");

        Assert.Equal(rows, (await browser.GetAsync("/notifications/inbox" + query)).All("#results tbody tr").Count);
    }

    [Fact]
    public async Task A_viewer_sees_no_button()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);
        var path = await AddEventAsync(app, InboxState.Failed);

        Assert.Empty((await browser.GetAsync(path)).All("main form[method=post]"));
    }

    static Task<BrowserPage> AddAsync(Browser browser, string kind, string name, string url = "") =>
        AddAsync(browser, ("Kind", kind), ("Name", name), ("BaseUrl", url));

    static async Task<BrowserPage> AddAsync(Browser browser, params (string, string)[] typed) =>
        await browser.SubmitAsync(await browser.GetAsync("/notifications"), "/notifications/forges", typed);

    static async Task<string> PathOfNewAsync(ConsoleApp app, Browser browser)
    {
        await AddAsync(browser, "github", "Work");
        return "/notifications/forges/" + (await app.Get<IForgeStore>().ListAsync(Token))[0].Id;
    }

    static async Task<string> AddEventAsync(ConsoleApp app, InboxState state, string? body = null, string id = "1")
    {
        await app.Get<IEventInbox>().AddAsync(
            new NewInboxEvent
            {
                Source = "source",
                EventId = id,
                Forge = ForgeKind.GitHub,
                EventName = "pull_request",
                ReceivedAt = app.Time.GetUtcNow(),
                State = state,
                Reason = state == InboxState.Failed ? new ForgeReason("Missing", "title") : null,
                Subject = new InboxSubject("opened", "tea/kettle #12", "Pour the tea", "Jane"),
                Headers = "X-GitHub-Event: pull_request\n",
                Body = body is null ? Payloads.Bytes(Payloads.GitHub("opened")) : System.Text.Encoding.UTF8.GetBytes(body),
            },
            Token);
        return "/notifications/inbox/" + (await app.Get<IEventInbox>().SearchAsync(new InboxFilter(), 1, Token))[0].Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
