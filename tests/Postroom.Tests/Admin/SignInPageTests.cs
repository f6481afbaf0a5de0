using System.Net;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class SignInPageTests
{
    [Fact]
    public async Task A_page_asked_for_comes_after_signing_in()
    {
        await using var app = await ConsoleApp.StartAsync();
        var user = await app.AddUserAsync(UserRole.Viewer);
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/deliveries?q=anna");

        var page = await browser.SubmitAsync(form, "/sign-in", ("email", user.Email), ("password", ConsoleApp.Password));

        Assert.Equal("/deliveries?q=anna", page.Path);
    }

    [Theory, InlineData("https://evil.example/"), InlineData("//evil.example/"), InlineData("/\\evil.example")]
    public async Task Signing_in_leads_nowhere_else(string to)
    {
        await using var app = await ConsoleApp.StartAsync();
        var user = await app.AddUserAsync(UserRole.Viewer);
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/sign-in?to=" + Uri.EscapeDataString(to));

        var page = await browser.SubmitAsync(form, "/sign-in", ("email", user.Email), ("password", ConsoleApp.Password));

        Assert.Equal("/mail-server", page.Path);
    }

    [Theory, InlineData("viewer@example.com"), InlineData("nobody@example.com")]
    public async Task Known_and_unknown_users_get_the_same_refusal(string email)
    {
        await using var app = await ConsoleApp.StartAsync();
        await app.AddUserAsync(UserRole.Viewer);
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/sign-in");

        var page = await app.PassTimeUntil(browser.SubmitAsync(form, "/sign-in", ("email", email), ("password", "wrong")));

        Assert.Equal(
            (HttpStatusCode.Unauthorized, "Wrong e-mail address or password, or too many attempts. Check both; after several failures wait a few minutes."),
            (page.Status, page.TextOf("[role=alert]")));
    }

    [Fact]
    public async Task Too_many_attempts_from_one_network_are_refused()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/sign-in");
        List<HttpStatusCode> answers = [];

        for (var i = 0; i < 30; i++)
            answers.Add((await app.PassTimeUntil(browser.SubmitAsync(form, "/sign-in", ("email", "a@example.com"), ("password", "wrong")))).Status);

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Theory, InlineData("viewer@example.com"), InlineData("nobody@example.com")]
    public async Task One_attempt_too_many_is_told_how_long_to_wait_whether_the_address_is_known_or_not(string email)
    {
        await using var app = await ConsoleApp.StartAsync();
        await app.AddUserAsync(UserRole.Viewer);
        for (var i = 0; i < 10; i++) await app.Get<AccountLimits>().TakeSignInAsync(null, TestContext.Current.CancellationToken);
        using var browser = app.NewBrowser();

        var page = await browser.SubmitAsync(await browser.GetAsync("/sign-in"), "/sign-in", ("email", email), ("password", ConsoleApp.Password));

        Assert.Equal((HttpStatusCode.TooManyRequests, "6"), (page.Status, page.Header("Retry-After")));
    }

    [Fact]
    public async Task The_session_is_a_cookie_that_no_script_reads()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var cookie = browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == "postroom-session");

        Assert.True(cookie.HttpOnly);
    }

    [Fact]
    public async Task A_session_ends_when_the_stamp_changes()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var users = app.Get<IUserStore>();
        var user = (await users.ListAsync(TestContext.Current.CancellationToken)).Single();
        await users.UpdateAsync(user with { Stamp = "another" }, user.Stamp, TestContext.Current.CancellationToken);

        var page = await browser.GetAsync("/deliveries");

        Assert.StartsWith("/sign-in", page.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await browser.SubmitAsync(await browser.GetAsync("/deliveries"), "/sign-out");

        var page = await browser.GetAsync("/deliveries");

        Assert.StartsWith("/sign-in", page.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_before_set_up_is_told_of_the_link()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();

        var page = await browser.GetAsync("/");

        Assert.Contains("set-up link", page.TextOf(".notice"), StringComparison.Ordinal);
    }
}
