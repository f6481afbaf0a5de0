using System.Net;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class SetUpPageTests
{
    [Fact]
    public async Task The_token_leaves_the_address_at_once()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();

        var page = await browser.GetAsync("/setup?token=" + app.Link.Open());

        Assert.Equal("/setup", page.Path);
    }

    [Fact]
    public async Task Set_up_makes_the_administrator_and_ends_on_Mail_server()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();

        var page = await SetUpAsync(app, browser);

        Assert.Equal(("/mail-server?done=welcome", HttpStatusCode.OK), (page.Path, page.Status));
    }

    [Fact]
    public async Task The_first_user_is_an_administrator()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();

        await SetUpAsync(app, browser);

        var user = await app.Get<IUserStore>().FindByEmailAsync("anna@example.com", TestContext.Current.CancellationToken);
        Assert.Equal(UserRole.Administrator, user?.Role);
    }

    [Fact]
    public async Task The_link_works_once()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        var token = app.Link.Open();
        await SetUpAsync(app, browser, token);
        using var other = app.NewBrowser();

        var page = await other.GetAsync("/setup?token=" + token);

        Assert.Equal("/sign-in", page.Path);
    }

    [Fact]
    public async Task A_wrong_token_opens_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        app.Link.Open();

        var page = await browser.GetAsync("/setup?token=wrong");

        Assert.Equal((HttpStatusCode.Forbidden, "This set-up link is not valid"), (page.Status, page.Title));
    }

    [Fact]
    public async Task Every_problem_is_said_at_once_beside_its_field()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/setup?token=" + app.Link.Open());

        var page = await browser.SubmitAsync(form, "/setup", ("Name", " "), ("Email", "no address"), ("Password", "short"));

        Assert.Equal(["Name", "Email", "Password"], page.All("[aria-invalid=true]").Select(input => input.Id));
    }

    [Fact]
    public async Task A_refused_password_does_not_come_back_in_the_page()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/setup?token=" + app.Link.Open());

        var page = await browser.SubmitAsync(form, "/setup", ("Name", "Anna"), ("Email", "anna@example.com"), ("Password", "passwordpassword"));

        Assert.DoesNotContain("passwordpassword", page.Html, StringComparison.Ordinal);
    }

    static async Task<BrowserPage> SetUpAsync(ConsoleApp app, Browser browser, string? token = null)
    {
        var form = await browser.GetAsync("/setup?token=" + (token ?? app.Link.Open()));
        return await browser.SubmitAsync(form, "/setup", ("Name", "Anna"), ("Email", "anna@example.com"), ("Password", ConsoleApp.Password));
    }
}
