using System.Globalization;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.Notifications;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

/// <summary>The verdict of a test on the page, and what its buttons do, without scripts.</summary>
public sealed class VerdictPageTests
{
    const string Secret = "s3cr3t-of-anna";

    const string ToTls = "S: 220 mail.example.com ESMTP\nC~ EHLO .*\nS: 250-mail.example.com\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";

    const string Takes = "C~ EHLO .*\nS: 250-mail.example.com\nS: 250 AUTH PLAIN\nC~ AUTH PLAIN .*\nS: 235 welcome\nC~ MAIL FROM:.*\nS: 250 Ok\nC: RSET\nS: 250 Ok\nC: QUIT\nS: 221 bye\n";

    static string Print => TestCertificates.Server.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant();

    [Fact]
    public async Task Trust_is_one_press_in_the_verdict_that_tests_again_and_saves_nothing()
    {
        await using var server = new ScriptedMailServer(ToTls + "HOLD\nNEXT\n" + ToTls + Takes);
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var refused = await PressAsync(browser, "test", [.. LoginAt(server.Port)]);

        var page = await AgainAsync(browser, refused);
        await server.Finished.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((Print, true), (refused.TextOf(".verdict .fingerprint"), page.All(".verdict .notice.ok").Count == 1));
        Assert.Equal((Print, true, 0), (page.One("#PinnedCertificate").GetAttribute("value"), page.One("#Trust-pin").HasAttribute("checked"), app.Get<MailServerSettingsStore>().View.Version));
        Assert.Contains(Print, page.TextOf(".applied"), StringComparison.Ordinal);
        Assert.Equal([Print], app.Get<TrustStore>().All.Select(certificate => certificate.Sha256));
    }

    [Fact]
    public async Task The_password_is_used_for_the_test_and_is_in_no_page()
    {
        await using var server = new ScriptedMailServer(ToTls + "HOLD\nNEXT\n" + ToTls + Takes);
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var refused = await PressAsync(browser, "test", [.. LoginAt(server.Port)]);

        var page = await AgainAsync(browser, refused);

        Assert.Contains("235 welcome", page.TextOf(".transcript"), StringComparison.Ordinal);
        Assert.Contains("used for this test", page.TextOf("#test noscript"), StringComparison.Ordinal);
        Assert.All([refused, page], shown => Assert.DoesNotContain(Secret, shown.Html, StringComparison.Ordinal));
        Assert.Single(page.All("input[type=password]"));
    }

    [Fact]
    public async Task A_certificate_of_another_print_than_the_one_shown_is_not_kept()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        await PressAsync(browser, $"try:PinnedCertificate={new string('b', 64)}", [.. At(1), ("Shown", Convert.ToBase64String(TestCertificates.Server.RawData))]);

        Assert.Empty(app.Get<TrustStore>().All);
    }

    [Fact]
    public async Task No_encryption_is_never_the_button_to_press()
    {
        const string Hello = "S: 220 mail.example.com ESMTP\nC~ EHLO .*\nS: 250 mail.example.com\n";
        await using var server = new ScriptedMailServer(Hello + "HOLD\nNEXT\n" + Hello + "C~ MAIL FROM:.*\nS: 250 Ok\nC: RSET\nS: 250 Ok\nC: QUIT\nS: 221 bye\n");
        await using var app = await ConsoleApp.StartAsync("", ("Tests:Ports", server.Port.ToString(CultureInfo.InvariantCulture)));
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "test", [.. At(server.Port)]);

        Assert.Equal((0, 1), (page.All(".verdict .primary").Count, page.All(".verdict button[value*='Security=none']").Count));
        Assert.Contains("gives away the protection", page.TextOf(".verdict"), StringComparison.Ordinal);
    }

    [Theory, InlineData("S raw: * OK IMAP4rev1 ready\\r\\nHOLD"), InlineData("CLOSE"), InlineData("S: 554 5.7.1 no\nHOLD"), InlineData("S: 220 hi\nC~ EHLO .*\nS: 250 hi\nHOLD")]
    public async Task Nothing_is_drawn_that_has_nothing_in_it(string script)
    {
        await using var server = new ScriptedMailServer(script + string.Concat(Enumerable.Repeat("\nNEXT\nCLOSE", 8))); // for the trials
        await using var app = await ConsoleApp.StartAsync("", ("Tests:Ports", server.Port.ToString(CultureInfo.InvariantCulture)));
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "test", [.. At(server.Port)]);

        Assert.DoesNotContain(page.All("#test :is(p, ol, ul, dl, details, section, h3)"), part => part.TextContent.Trim().Length == 0);
        Assert.Equal(page.All("#test .trials").Count > 0, page.All("#test .trial").Count > 0);
        Assert.DoesNotContain("(0)", page.TextOf("#test"), StringComparison.Ordinal);
        Assert.DoesNotContain("\\x", page.TextOf("#test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_can_be_saved_in_the_verdict()
    {
        await using var server = new ScriptedMailServer("S: 220 hi\nC~ EHLO .*\nS: 250 hi\nC~ MAIL FROM:.*\nS: 250 Ok\nC: RSET\nS: 250 Ok\nC: QUIT\nS: 221 bye\n");
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "test", [.. At(server.Port), ("Security", "none")]);

        Assert.Equal("save", page.One(".verdict .primary").GetAttribute("value"));
        Assert.Contains("accepts the sender postroom@example.com", page.TextOf("#verdict"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_after_a_problem_shows_no_problem_of_before()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var wrong = await PressAsync(browser, "save", [.. At(1), ("Host", "no host")]);

        var page = await browser.SubmitAsync(wrong, "/mail-server", ("Host", "127.0.0.1"), ("action", "test"));

        Assert.Equal((true, 0), (wrong.All("#Host-problem").Count == 1, page.All("#said .notice, [aria-invalid], [id$=-problem]").Count));
    }

    [Theory, InlineData("false"), InlineData("true")]
    public async Task The_master_switch_is_saved_with_the_mail_server(string wanted)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        await PressAsync(browser, "save", [.. At(25), ("SendNotifications", wanted)]);

        Assert.Equal(wanted == "true", app.Get<NotificationSettingsStore>().Current.Enabled);
        Assert.Equal(wanted == "true", (await browser.GetAsync("/mail-server")).One("#SendNotifications").HasAttribute("checked"));
    }

    [Fact]
    public async Task Settings_that_are_refused_switch_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "save", [.. At(25), ("Host", "no host"), ("SendNotifications", "false")]);

        Assert.True(app.Get<NotificationSettingsStore>().Current.Enabled);
        Assert.False(page.One("#SendNotifications").HasAttribute("checked"));
    }

    [Fact]
    public async Task The_master_switch_that_is_set_from_outside_is_locked()
    {
        await using var app = await ConsoleApp.StartAsync("", ("Notifications:Enabled", "false"));
        using var browser = await app.SignedInAsync();

        var page = await PressAsync(browser, "save", [.. At(25), ("SendNotifications", "true")]);

        Assert.Equal("/mail-server?done=saved", page.Path);
        Assert.False(app.Get<NotificationSettingsStore>().Current.Enabled);
        Assert.True(page.One("#SendNotifications").HasAttribute("disabled"));
    }

    static IEnumerable<(string, string)> At(int port) =>
    [
        ("Configuration", "custom"), ("Host", "127.0.0.1"), ("Port", port.ToString(CultureInfo.InvariantCulture)), ("Security", "starttls"),
        ("Anonymous", "true"), ("From", "postroom@example.com"),
    ];

    static IEnumerable<(string, string)> LoginAt(int port) => [.. At(port), ("Anonymous", "false"), ("UserName", "anna"), ("Password", Secret)];

    // What the verdict's main button does; without scripts the password has to be typed for each round.
    static Task<BrowserPage> AgainAsync(Browser browser, BrowserPage page) =>
        browser.SubmitAsync(page, "/mail-server", ("Password", Secret), ("action", page.One(".verdict .primary").GetAttribute("value")!));

    static async Task<BrowserPage> PressAsync(Browser browser, string action, params (string Name, string Value)[] typed) =>
        await browser.SubmitAsync(
            await browser.GetAsync("/mail-server"), "/mail-server", [.. typed.GroupBy(field => field.Name).Select(same => same.Last()), ("action", action)]);
}
