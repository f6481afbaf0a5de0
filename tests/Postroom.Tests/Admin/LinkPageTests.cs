using System.Net;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class LinkPageTests
{
    [Theory, InlineData("create"), InlineData("invite")]
    public async Task A_new_user_sets_the_password_and_is_in(string how)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();
        var link = await scene.CreateAsync(browser, "ann@example.org", how);
        using var ann = scene.App.NewBrowser();

        var page = await ChooseAsync(ann, link);

        Assert.Equal(("/mail-server", UserState.Active), (page.Path, (await scene.FindAsync("ann@example.org"))!.State));
    }

    [Fact]
    public async Task The_letter_goes_out_first_and_ends_with_its_link()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();
        await scene.CreateAsync(browser, "ann@example.org");

        var letter = Assert.Single(await scene.LettersAsync());

        Assert.Equal((Lane.Account, scene.App.Time.GetUtcNow() + TimeSpan.FromHours(72)), (letter.Lane, letter.ExpiresAt));
    }

    [Fact]
    public async Task The_token_leaves_the_address_at_once()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync("viewer@example.com");
        using var browser = scene.App.NewBrowser();

        var redirect = await browser.GetOnceAsync(link);

        Assert.Equal((HttpStatusCode.Redirect, "/reset", "no-referrer"), (redirect.Status, redirect.Location, redirect.Header("Referrer-Policy")));
        var cookie = redirect.Header("Set-Cookie");
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/reset;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=1800", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_itself_never_shows_the_token()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync("viewer@example.com");
        using var browser = scene.App.NewBrowser();

        var page = await browser.GetAsync(link);

        Assert.Equal(("/reset", "no-referrer"), (page.Path, page.Header("Referrer-Policy")));
        Assert.DoesNotContain(link.Split('=')[1], page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_a_link_does_not_use_it_up()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync("viewer@example.com");
        using var scanner = scene.App.NewBrowser();
        await scanner.GetAsync(link);
        await scanner.GetAsync(link);
        using var browser = scene.App.NewBrowser();

        var page = await ChooseAsync(browser, link);

        Assert.Equal("/mail-server", page.Path);
    }

    [Fact]
    public async Task A_link_works_once()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync("viewer@example.com");
        using var first = scene.App.NewBrowser();
        using var second = scene.App.NewBrowser();
        var form = await second.GetAsync(link);
        await ChooseAsync(first, link);

        var page = await second.SubmitAsync(form, "/reset", ("Password", "another long password"));

        Assert.Equal(HttpStatusCode.Gone, page.Status);
    }

    [Fact]
    public async Task A_link_that_expired_says_how_to_get_another()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync("viewer@example.com");
        scene.App.Time.Advance(TimeSpan.FromHours(1));
        using var browser = scene.App.NewBrowser();

        var page = await browser.GetAsync(link);

        Assert.Equal((HttpStatusCode.Gone, "/forgot"), (page.Status, page.One(".card a.button").GetAttribute("href")));
    }

    [Fact]
    public async Task A_link_opens_no_page_of_another_purpose()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync("viewer@example.com");
        using var browser = scene.App.NewBrowser();

        var page = await browser.GetAsync(link.Replace("/reset", "/invitation", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Gone, page.Status);
    }

    [Theory, InlineData(""), InlineData("x"), InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), InlineData("%00%0d%0aSet-Cookie:x=y")]
    public async Task What_is_no_token_is_told_the_same(string token)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = scene.App.NewBrowser();

        var page = await browser.GetAsync("/reset?token=" + token);

        Assert.Equal((HttpStatusCode.Gone, "This link no longer works"), (page.Status, page.Title));
    }

    [Fact]
    public async Task A_weak_password_is_refused_and_the_link_stays()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync("viewer@example.com");
        using var browser = scene.App.NewBrowser();

        var refused = await browser.SubmitAsync(await browser.GetAsync(link), "/reset", ("Password", "short"));
        var page = await browser.SubmitAsync(refused, "/reset", ("Password", AccountScene.NewPassword));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/mail-server"), (refused.Status, page.Path));
        Assert.DoesNotContain("short\"", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_ends_sessions_and_older_links_and_is_told()
    {
        await using var scene = await AccountScene.StartAsync();
        using var thief = await scene.App.SignedInAsync(UserRole.Viewer);
        var old = await scene.ForgetAsync("viewer@example.com");
        var link = await scene.ForgetAsync("viewer@example.com");
        using var browser = scene.App.NewBrowser();

        await ChooseAsync(browser, link);

        Assert.StartsWith("/sign-in", (await thief.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(old)).Status);
        Assert.Contains((await scene.LettersAsync())[^1].Text.Split('\n'), line => line.Contains("http://localhost:8025/forgot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forged_host_reaches_no_letter()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        using var browser = scene.App.NewBrowser();
        browser.Headers["Host"] = "evil.example";
        browser.Headers["X-Forwarded-Host"] = "evil.example";

        await browser.SubmitAsync(await browser.GetAsync("/forgot"), "/forgot", ("Email", "viewer@example.com"));

        var letter = Assert.Single(await scene.LettersAsync());
        Assert.DoesNotContain("evil.example", letter.Text, StringComparison.Ordinal);
        Assert.StartsWith("/reset?token=", letter.Link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_shut_out_cannot_come_back_by_a_link()
    {
        await using var scene = await AccountScene.StartAsync();
        using var admin = await scene.App.SignedInAsync();
        var user = await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync(user.Email);
        await admin.SubmitAsync(await admin.GetAsync($"/people/{user.Id}"), $"/people/{user.Id}/deactivate");
        using var browser = scene.App.NewBrowser();

        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(link)).Status);
    }

    [Fact]
    public async Task Only_the_hash_of_a_token_is_in_the_database()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        var token = (await scene.ForgetAsync("viewer@example.com")).Split('=')[1];

        var folder = scene.App.Get<Postroom.Sqlite.SqliteDatabase>().Folder;
        using var connection = Postroom.Sqlite.Database.Connection.OpenToRead(Path.Combine(folder, "postroom.db"));
        var row = connection.Prepared("select * from account_links").ReadOne(found => string.Join('|', Enumerable.Range(0, 14).Select(column => found.TextOrNull(column))));

        Assert.Contains(Postroom.People.Links.LinkToken.HashOf(token), row, StringComparison.Ordinal);
        Assert.DoesNotContain(token, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_against_forgery_changes_nothing()
    {
        await using var scene = await AccountScene.StartAsync();
        var user = await scene.App.AddUserAsync(UserRole.Viewer);
        var link = await scene.ForgetAsync(user.Email);
        using var browser = scene.App.NewBrowser();
        await browser.GetAsync(link);

        var page = await browser.PostAsync("/reset", ("Password", AccountScene.NewPassword));

        Assert.Equal((HttpStatusCode.BadRequest, user.PasswordHash), (page.Status, (await scene.FindAsync(user.Email))!.PasswordHash));
    }

    [Fact]
    public async Task Many_attempts_at_links_have_to_wait()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        using var browser = scene.App.NewBrowser();
        var form = await browser.GetAsync(await scene.ForgetAsync("viewer@example.com"));
        List<BrowserPage> answers = [];

        for (var attempt = 0; attempt < 21; attempt++) answers.Add(await browser.SubmitAsync(form, "/reset", ("Password", "short")));

        Assert.Equal((HttpStatusCode.TooManyRequests, "5"), (answers[^1].Status, answers[^1].Header("Retry-After")));
        Assert.DoesNotContain(answers.Take(20), answer => answer.Status == HttpStatusCode.TooManyRequests);
    }

    static async Task<BrowserPage> ChooseAsync(Browser browser, string link)
    {
        var page = await browser.GetAsync(link);
        return await browser.SubmitAsync(page, page.Path, ("Password", AccountScene.NewPassword));
    }
}
