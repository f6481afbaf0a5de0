using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Sessions;
using Postroom.People.TwoFactor;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class SessionPageTests
{
    static readonly TimeSpan LessThanTheIdleTime = TimeSpan.FromHours(11);

    const string Cookie = "postroom-session";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("sign-out"), InlineData("everywhere"), InlineData("ended elsewhere"), InlineData("password"), InlineData("role"), InlineData("deactivated"), InlineData("factor")]
    public async Task A_copied_cookie_ends_with_its_session(string how)
    {
        await using var app = await ConsoleApp.StartAsync(outside: ("MailServer:From", "postroom@example.com"));
        using var owner = await app.SignedInAsync(UserRole.Viewer);
        using var thief = Copy(app, owner);
        Assert.Equal("/deliveries", (await thief.GetAsync("/deliveries")).Path);

        await EndAsync(app, owner, how);

        Assert.StartsWith("/sign-in", (await thief.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changes_the_own_password_stays_signed_in()
    {
        await using var app = await ConsoleApp.StartAsync(outside: ("MailServer:From", "postroom@example.com"));
        using var owner = await app.SignedInAsync(UserRole.Viewer);

        await EndAsync(app, owner, "password");

        Assert.Equal("/deliveries", (await owner.GetAsync("/deliveries")).Path);
    }

    [Fact]
    public async Task Another_role_holds_for_the_next_request()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var users = app.Get<IUserStore>();
        var user = (await users.ListAsync(Token)).Single();
        await app.AddUserAsync(UserRole.Operator);
        await users.UpdateAsync((await users.FindByEmailAsync("operator@example.com", Token))! with { Role = UserRole.Administrator }, (await users.FindByEmailAsync("operator@example.com", Token))!.Stamp, Token);

        // Not even the stamp has to change: what the user may do is read for each request.
        await users.UpdateAsync(user with { Role = UserRole.Member }, user.Stamp, Token);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/people")).Status);
    }

    [Theory, InlineData(11, "/deliveries"), InlineData(13, "/sign-in")]
    public async Task A_session_ends_after_twelve_hours_without_use(int hours, string path)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);
        app.Time.Advance(TimeSpan.FromHours(hours));

        Assert.StartsWith(path, (await browser.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
    }

    [Theory, InlineData(null, 29, "/deliveries"), InlineData(null, 30, "/sign-in"), InlineData("2", 1, "/deliveries"), InlineData("2", 2, "/sign-in"), InlineData("365", 30, "/deliveries")]
    public async Task A_session_in_use_ends_after_so_many_days_and_another_setting_holds_at_once(string? setting, int days, string path)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        if (setting is not null) await browser.SubmitAsync(await browser.GetAsync("/people/settings"), "/people/settings", ("SessionDays", setting));
        for (var left = TimeSpan.FromDays(days); left > TimeSpan.Zero; left -= LessThanTheIdleTime)
        {
            app.Time.Jump(left < LessThanTheIdleTime ? left : LessThanTheIdleTime);
            await browser.GetAsync("/account");
        }

        Assert.StartsWith(path, (await browser.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
    }

    [Theory, InlineData("0"), InlineData("366"), InlineData("-1"), InlineData("x")]
    public async Task The_longest_session_is_between_a_day_and_a_year(string days)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/people/settings"), "/people/settings", ("SessionDays", days));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, days), (page.Status, page.One("#SessionDays[aria-invalid=true]").GetAttribute("value")));
        Assert.Equal(30, (await app.Get<PeopleSettingsStore>().ReadAsync(Token)).Settings.SessionDays);
    }

    [Fact]
    public async Task Settings_saved_before_there_were_days_mean_thirty()
    {
        await using var app = await ConsoleApp.StartAsync();
        await app.Get<SettingsJournal>().SaveAsync(
            PeopleSettings.Document, """{"allowSignUp":true,"allowUserInvitations":false,"allowedDomains":[]}""", 0, new AuditEntry(app.Time.GetUtcNow(), "a", "b", "c", null), Token);

        Assert.Equal((true, 30), await app.Get<PeopleSettingsStore>().ReadAsync(Token) is var (rules, _) ? (rules.AllowSignUp, rules.SessionDays) : default);
    }

    [Fact]
    public async Task A_cookie_of_a_version_without_sessions_is_asked_to_sign_in()
    {
        await using var app = await ConsoleApp.StartAsync();
        var user = await app.AddUserAsync(UserRole.Viewer);
        Claim[] claims = [new(ClaimTypes.NameIdentifier, user.Id.ToString("D")), new(ClaimTypes.Name, user.Name), new("stamp", user.Stamp), new(ClaimTypes.Role, "Viewer")];
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Session.Scheme)), Session.Scheme);
        using var browser = app.NewBrowser();
        browser.Cookies.Add(new Uri("http://localhost"), new Cookie(Cookie, app.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Session.Scheme).TicketDataFormat.Protect(ticket)));

        Assert.StartsWith("/sign-in", (await browser.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task My_account_lists_devices_and_ends_one()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var fixture = await app.SignedInAsync(UserRole.Member);
        using var phone = app.NewBrowser();
        phone.Headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        await phone.SubmitAsync(await phone.GetAsync("/sign-in"), "/sign-in", ("email", "member@example.com"), ("password", ConsoleApp.Password));
        var page = await fixture.GetAsync("/account");

        var after = await fixture.SubmitAsync(page, "/account/sessions/end");

        Assert.Equal((2, 1), (page.All(".sessions li").Count, after.All(".sessions li").Count));
        Assert.Contains("Safari on iPhone", page.TextOf(".sessions"), StringComparison.Ordinal);
        Assert.Contains("This device", after.TextOf(".sessions"), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/account")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var member = await app.SignedInAsync(UserRole.Member);
        using var viewer = await app.SignedInAsync(UserRole.Viewer);
        var other = (await app.Get<UserSessions>().ListAsync((await app.Get<IUserStore>().FindByEmailAsync("viewer@example.com", Token))!.Id, Token)).Single();
        var token = (await member.GetAsync("/account")).All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;

        await member.PostAsync("/account/sessions/end", ("__RequestVerificationToken", token), ("Session", other.Id.ToString("D")));

        Assert.Equal("/deliveries", (await viewer.GetAsync("/deliveries")).Path);
    }

    [Fact]
    public async Task A_browser_that_signs_in_again_has_one_session_with_a_new_key()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);
        await app.AddUserAsync(UserRole.Operator);
        using var copy = Copy(app, browser);
        var token = (await browser.GetAsync("/account")).All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;

        await browser.PostAsync("/sign-in", ("__RequestVerificationToken", token), ("email", "operator@example.com"), ("password", ConsoleApp.Password));

        Assert.Contains("operator@example.com", (await browser.GetAsync("/account")).Text, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await copy.GetAsync("/account")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_in_and_leaves_stands_in_the_audit_log()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var first = await app.SignedInAsync(UserRole.Member);
        await EndAsync(app, first, "sign-out");
        using var second = app.NewBrowser();
        await second.SubmitAsync(await second.GetAsync("/sign-in"), "/sign-in", ("email", "member@example.com"), ("password", ConsoleApp.Password));
        await EndAsync(app, second, "everywhere");

        var actions = (await app.Get<IAuditLog>().ListAsync(10, Token)).Select(entry => (entry.Action, entry.Actor)).Reverse();

        Assert.Equal(
            [
                ("user.signed-in", "member@example.com"), ("user.signed-out", "member@example.com"),
                ("user.signed-in", "member@example.com"), ("user.signed-out-everywhere", "member@example.com"),
            ],
            actions);
    }

    [Theory, InlineData("/deliveries"), InlineData("/account"), InlineData("/people")]
    public async Task A_store_that_cannot_be_read_lets_nobody_in_says_so_and_signs_nobody_out(string address)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await app.RunAsync("alter table sessions rename to elsewhere");

        var page = await browser.GetAsync(address);
        await app.RunAsync("alter table elsewhere rename to sessions");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The database cannot be read"), (page.Status, page.Title));
        Assert.Equal(address, (await browser.GetAsync(address)).Path);
    }

    static Browser Copy(ConsoleApp app, Browser browser)
    {
        var copy = app.NewBrowser();
        copy.Cookies.Add(new Uri("http://localhost"), new Cookie(Cookie, browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == Cookie).Value));
        return copy;
    }

    static async Task EndAsync(ConsoleApp app, Browser owner, string how)
    {
        var account = await owner.GetAsync("/account");
        var user = (await app.Get<IUserStore>().ListAsync(Token)).Single();
        var changes = app.Get<UserChanges>();
        switch (how)
        {
            case "sign-out": await owner.SubmitAsync(account, "/sign-out"); break;
            case "everywhere": await owner.SubmitAsync(account, "/account/sessions/end-all"); break;
            case "ended elsewhere":
                var sessions = app.Get<UserSessions>();
                await sessions.EndAsync(user, (await sessions.ListAsync(user.Id, Token)).Single().Id, Token);
                break;
            case "password":
                await owner.SubmitAsync(account, "/account/password", ("Present", ConsoleApp.Password), ("Password", AccountScene.NewPassword));
                break;
            case "role": Assert.IsType<AccountOutcome.Done>(await changes.SetRoleAsync(user.Id, UserRole.Operator, "a@example.com", Token)); break;
            case "deactivated": Assert.IsType<AccountOutcome.Done>(await changes.DeactivateAsync(user.Id, "a@example.com", Token)); break;
            case "factor": Assert.NotNull(await app.Get<SecondFactor>().TurnOffAsync(user, user.Email, Token)); break;
            default: throw new ArgumentOutOfRangeException(nameof(how));
        }
    }
}
