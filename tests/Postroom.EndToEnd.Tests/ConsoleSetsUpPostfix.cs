using System.Globalization;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>An administrator sets a real Postfix up in a real browser, tests it, saves it, and looks at what an app sent.</summary>
public sealed class ConsoleSetsUpPostfix(SharedPostfix server) : IClassFixture<SharedPostfix>
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("none", false, "alice")]
    [InlineData("starttls", false, "bob")]
    [InlineData("tls", false, "carol")]
    [InlineData("starttls", true, "dave")]
    public async Task Tests_before_saving_and_saves(string security, bool hasLogin, string user)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await FillInAsync(browser.Page, security, hasLogin);

        await browser.Page.FillAsync("#TestTo", $"{user}@example.org");
        await browser.Page.ClickAsync("button[value=send]");
        await browser.Page.Locator(".verdict .notice.ok").WaitForAsync();
        await browser.Page.ClickAsync("form.settings div.row button[value=save]");
        await browser.Page.ArrivesAtAsync("/mail-server?done=saved");

        await server.Postfix.WaitForMailAsync(user, 1, Soon, Token);
        Assert.Equal(0, await browser.Page.Locator("input[type=password]").CountAsync());
    }

    [Fact]
    public async Task What_an_app_sends_then_shows_its_attempt_and_the_redacted_conversation()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await FillInAsync(browser.Page, "starttls", hasLogin: true);
        await browser.Page.ClickAsync("form.settings div.row button[value=save]");
        await browser.Page.ArrivesAtAsync("/mail-server?done=saved");
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "test@example.org" }, subject = "From an app", text = "Hi" }, Token);
        await app.WaitForStateAsync(id, "delivered", Soon, Token);
        await browser.Page.GotoAsync(new Uri(program.Address, $"/deliveries/{id}").ToString());
        var conversation = await browser.Page.Locator(".transcript").TextContentAsync();

        Assert.Contains("AUTH SCRAM-SHA-256 ***", conversation, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"\0test\0{server.Postfix.Password}")), conversation, StringComparison.Ordinal);
    }

    async Task FillInAsync(IPage page, string security, bool hasLogin)
    {
        await page.CheckAsync("#Configuration-custom");
        await page.FillAsync("#Host", "localhost");
        await page.FillAsync("#Port", PortOf(security, hasLogin).ToString(CultureInfo.InvariantCulture));
        await page.CheckAsync($"#Security-{security}");
        await page.ClickAsync("summary:has-text('Trusted certificates')");
        await page.FillAsync("#TrustedCertificates", await File.ReadAllTextAsync(server.Postfix.CaFile, Token));
        await page.FillAsync("#From", "postroom@example.org");
        if (!hasLogin) return;
        await page.UncheckAsync("#Anonymous");
        await page.FillAsync("#UserName", server.Postfix.UserName);
        await page.ClickAsync("button[value=password]");
        await page.FillAsync("input[type=password]", server.Postfix.Password);
    }

    int PortOf(string security, bool hasLogin) => (security, hasLogin) switch
    {
        ("none", _) => server.Postfix.PlainPort,
        ("tls", _) => server.Postfix.SmtpsPort,
        (_, true) => server.Postfix.LoginStartTlsPort,
        _ => server.Postfix.StartTlsPort,
    };
}
