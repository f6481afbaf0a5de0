using System.Net;
using Postroom.MailServers;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class MailServerPageTests
{
    static readonly (string, string)[] Custom =
    [
        ("Configuration", "custom"), ("Host", "mail.example.com"), ("Port", "587"), ("Security", "starttls"), ("Anonymous", "true"), ("From", "postroom@example.com"),
    ];

    [Fact]
    public async Task What_is_saved_is_in_force()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "save", Custom);

        Assert.Equal(("/mail-server?done=saved", "mail.example.com"), (page.Path, app.Get<MailServerSettingsStore>().View.Form.Host));
    }

    [Fact]
    public async Task Every_problem_stands_beside_its_field_and_in_the_summary()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "save", ("Configuration", "custom"), ("Host", "no host"), ("Port", "99999"), ("From", "nobody"));

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "#Host #Port #From", "Host Port From"),
            (page.Status,
                string.Join(' ', page.All("[role=alert] a").Select(link => link.GetAttribute("href"))),
                string.Join(' ', page.All("[aria-invalid=true]").Select(input => input.Id))));
    }

    [Fact]
    public async Task What_was_typed_is_still_there_after_a_problem()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "save", ("Configuration", "custom"), ("Host", "mail.example.com"), ("Port", "none"));

        Assert.Equal("mail.example.com", page.One("#Host").GetAttribute("value"));
    }

    [Fact]
    public async Task No_password_can_be_typed_until_it_is_asked_for()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/mail-server");

        Assert.Empty(page.All("input[type=password]"));
    }

    [Fact]
    public async Task Asking_for_the_password_loses_nothing_that_was_typed()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "password", ("Configuration", "custom"), ("Host", "typed.example.com"));

        Assert.Equal(("typed.example.com", 1), (page.One("#Host").GetAttribute("value"), page.All("input[type=password][autocomplete=new-password]").Count));
    }

    [Theory, InlineData("save"), InlineData("test"), InlineData("password"), InlineData("preset")]
    public async Task A_password_never_comes_back(string action)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var asked = await PressAsync(browser, "password", [.. Custom]);

        var page = await browser.SubmitAsync(asked, "/mail-server", ("Anonymous", "false"), ("UserName", "anna"), ("Password", "s3cr3t-of-anna"), ("Port", "1"), ("Host", "127.0.0.1"), ("action", action));

        Assert.DoesNotContain("s3cr3t-of-anna", page.Html, StringComparison.Ordinal);
    }

    [Theory, InlineData("save"), InlineData("test"), InlineData("password")]
    public async Task The_secrets_of_OAuth_never_come_back(string action)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var asked = await PressAsync(browser, "password", [.. Custom, ("Anonymous", "false"), ("SignIn", "oauth2"), ("Grant", "refresh-token")]);

        var page = await browser.SubmitAsync(
            asked, "/mail-server", ("Anonymous", "false"), ("UserName", "anna"), ("SignIn", "oauth2"), ("Grant", "refresh-token"), ("TokenEndpoint", "http://evil.example/"),
            ("ClientSecret", "s3cr3t-of-app"), ("RefreshToken", "r3fr3sh-of-anna"), ("ServiceAccountKey", "k3y-of-robot"), ("action", action));

        Assert.All(["s3cr3t-of-app", "r3fr3sh-of-anna", "k3y-of-robot"], secret => Assert.DoesNotContain(secret, page.Html, StringComparison.Ordinal));
        Assert.Equal(2, page.All("input[type=password]").Count);
    }

    [Fact]
    public async Task A_sign_in_by_OAuth_is_saved_and_names_what_is_stored()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var asked = await PressAsync(browser, "password", [.. Custom, ("Anonymous", "false"), ("SignIn", "oauth2"), ("Grant", "client-credentials")]);

        var saved = await browser.SubmitAsync(
            asked, "/mail-server", ("Anonymous", "false"), ("UserName", "anna"), ("TokenEndpoint", "https://login.example.com/token"), ("ClientId", "app"),
            ("ClientSecret", " s3cr3t-of-app\n"), ("action", "save"));

        Assert.Equal("/mail-server?done=saved", saved.Path);
        Assert.Contains("Client secret", saved.TextOf(".by-oauth"), StringComparison.Ordinal);
        Assert.Empty(saved.All("input[type=password]"));
    }

    [Fact]
    public async Task Another_host_asks_for_the_password_again()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var asked = await PressAsync(browser, "password", [.. Custom]);
        await browser.SubmitAsync(asked, "/mail-server", ("Anonymous", "false"), ("UserName", "anna"), ("Password", "s3cr3t-of-anna"), ("action", "save"));

        var page = await PressAsync(browser, "save", ("Host", "mail.attacker.example"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 1), (page.Status, page.All("input[type=password]").Count));
    }

    [Fact]
    public async Task A_preset_fills_the_form_and_saves_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "preset", ("Configuration", "custom"), ("Preset", "gmail"));

        Assert.Equal(("smtp.gmail.com", ""), (page.One("#Host").GetAttribute("value"), app.Get<MailServerSettingsStore>().View.Form.Host));
    }

    [Fact]
    public async Task What_is_set_from_outside_is_locked()
    {
        await using var app = await ConsoleApp.StartAsync("", ("MailServer:Host", "outside.example.com"), ("MailServer:From", "postroom@example.com"));
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/mail-server");

        Assert.Equal(("outside.example.com", true), (page.One("#Host").GetAttribute("value"), page.One("#Host").HasAttribute("disabled")));
    }

    [Fact]
    public async Task Who_saves_over_somebody_elses_change_is_told()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var old = await browser.GetAsync("/mail-server");
        await PressAsync(browser, "save", ("From", "first@example.com"));

        var page = await browser.SubmitAsync(old, "/mail-server", ("From", "second@example.com"), ("action", "save"));

        Assert.Equal((HttpStatusCode.Conflict, "first@example.com"), (page.Status, app.Get<MailServerSettingsStore>().View.Form.From));
    }

    [Fact]
    public async Task A_test_shows_its_stages_and_the_verdict()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "test", [.. Custom, ("Host", "127.0.0.1"), ("Port", "1"), ("Security", "none")]);

        Assert.Equal("Nothing is listening at 127.0.0.1:1.", page.TextOf(".verdict h3"));
    }

    [Fact]
    public async Task A_test_saves_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        await PressAsync(browser, "test", [.. Custom, ("Host", "127.0.0.1"), ("Port", "1"), ("Security", "none")]);

        Assert.Equal(0, app.Get<MailServerSettingsStore>().View.Version);
    }

    [Fact]
    public async Task What_a_test_found_is_filled_in_by_a_button()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "use:Port=465&Security=tls", [.. Custom]);

        Assert.Equal(("465", true), (page.One("#Port").GetAttribute("value"), page.One("#Security-tls").HasAttribute("checked")));
    }

    [Fact]
    public async Task The_test_message_needs_an_address()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "send", ("TestTo", "nobody"));

        Assert.Equal("TestTo", page.One("[aria-invalid=true]").Id);
    }

    [Fact]
    public async Task The_history_says_who_changed_what()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        await PressAsync(browser, "save", ("From", "postroom@example.com"));

        var history = (await browser.GetAsync("/mail-server")).TextOf("section[aria-labelledby=history]");
        Assert.Contains("administrator@example.com", history, StringComparison.Ordinal);
    }

    [Theory, InlineData("test"), InlineData("detect")]
    public async Task One_test_too_many_is_told_how_long_to_wait_and_keeps_what_was_typed(string action)
    {
        await using var app = await ConsoleApp.StartAsync("", ("Tests:PerAdministrator", "1"));
        using var browser = await app.SignedInAsync();
        (string, string)[] typed = [.. Custom, ("Host", "127.0.0.1"), ("Port", "9"), ("DetectFor", "a@postroom.invalid")];
        await PressAsync(browser, "test", typed);

        var page = await PressAsync(browser, action, typed);

        Assert.Equal((HttpStatusCode.TooManyRequests, "9"), (page.Status, page.One("#Port").GetAttribute("value")));
        Assert.Contains($"Try again in {page.Header("Retry-After")} s", page.One(".notice.warn").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_that_worked_come_back_with_one_button()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await PressAsync(browser, "save", ("From", "good@example.com"));
        await app.Get<MailServerSettingsStore>().NoteDeliveredAsync(1, TestContext.Current.CancellationToken);
        await PressAsync(browser, "save", ("From", "bad@example.com"));

        await browser.SubmitAsync(await browser.GetAsync("/mail-server"), "/mail-server/roll-back");

        Assert.Equal("good@example.com", app.Get<MailServerSettingsStore>().View.Form.From);
    }

    static async Task<BrowserPage> PressAsync(Browser browser, string action, params (string Name, string Value)[] typed) =>
        await browser.SubmitAsync(
            await browser.GetAsync("/mail-server"), "/mail-server", [.. typed.GroupBy(field => field.Name).Select(same => same.Last()), ("action", action)]);
}
