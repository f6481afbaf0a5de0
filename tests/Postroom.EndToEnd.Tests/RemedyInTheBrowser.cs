using System.Globalization;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>An administrator writes the wrong port, and one press of a button makes it right.</summary>
public sealed class RemedyInTheBrowser(SharedPostfix server) : IClassFixture<SharedPostfix>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task Fails_finds_uses_passes_and_saves(bool hasScripts)
    {
        var right = server.Postfix.LoginStartTlsPort.ToString(CultureInfo.InvariantCulture);
        await using var program = await PostroomProgram.StartAsync(Token, new() { ["POSTROOM__Tests__Ports"] = $"{right}/starttls" });
        await using var browser = await ConsoleBrowser.StartAsync(hasScripts);
        var page = browser.Page;
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await page.CheckAsync("#Configuration-custom");
        await page.FillAsync("#Host", "localhost");
        await page.FillAsync("#Port", OtherServers.ClosedPort().ToString(CultureInfo.InvariantCulture));
        await page.CheckAsync("#Security-starttls");
        await page.ClickAsync("summary:has-text('Trusted certificates')");
        await page.FillAsync("#TrustedCertificates", await File.ReadAllTextAsync(server.Postfix.CaFile, Token));
        await page.FillAsync("#From", "postroom@example.org");
        await page.UncheckAsync("#Anonymous");
        await page.FillAsync("#UserName", server.Postfix.UserName);
        await page.ClickAsync("button[value=password]");
        await page.FillAsync("input[type=password]", server.Postfix.Password);

        await page.ClickAsync("button[value=test]");
        await page.Locator(".verdict button.primary").WaitForAsync();
        if (!hasScripts) await page.FillAsync("input[type=password]", server.Postfix.Password); // a page made anew never holds one
        await page.ClickAsync(".verdict button.primary");
        await page.Locator(".verdict .notice.ok").WaitForAsync();
        if (!hasScripts) await page.FillAsync("input[type=password]", server.Postfix.Password);
        await page.ClickAsync("form.settings div.row button[value=save]");
        await page.ArrivesAtAsync("/mail-server?done=saved");

        Assert.Equal(right, await page.InputValueAsync("#Port"));
        Assert.Empty(browser.Complaints);
    }
}
