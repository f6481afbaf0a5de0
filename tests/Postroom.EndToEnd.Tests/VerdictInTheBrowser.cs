using System.Globalization;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>The verdict of a test in a real browser: reached by a few keys, in sight without a scroll, and acted upon in its place.</summary>
public sealed class VerdictInTheBrowser(SharedPostfix server) : IClassFixture<SharedPostfix>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_few_keys_lead_to_the_test_and_the_focus_to_its_verdict()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        var page = browser.Page;
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await FillInAsync(page, "starttls", server.Postfix.StartTlsPort);
        await page.ClickAsync(".actions button[value=save]");
        await page.ArrivesAtAsync("/mail-server?done=saved");

        var tabs = await TabToAsync(page, ".skip") + await FollowAsync(page) + await TabToAsync(page, ".hop") + await FollowAsync(page) + await TabToAsync(page, ".actions button[value=test]");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#verdict")).ToBeFocusedAsync();
        var more = await TabToAsync(page, ".verdict button.primary");

        Assert.InRange(tabs, 3, 7);
        Assert.InRange(more, 1, 2);
    }

    [Fact]
    public async Task A_skip_link_leads_out_of_the_fields_to_the_actions()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        var page = browser.Page;
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await FillInAsync(page, "starttls", server.Postfix.StartTlsPort);
        await page.FocusAsync("#Security-starttls");

        var tabs = await TabToAsync(page, ".hop") + await FollowAsync(page) + await TabToAsync(page, ".actions button[value=test]");

        Assert.InRange(tabs, 3, 8);
    }

    [Fact]
    public async Task SMTPS_at_a_STARTTLS_port_with_an_unknown_certificate_is_two_presses_from_working()
    {
        await using var program = await StartAsync();
        await using var browser = await ConsoleBrowser.StartAsync();
        var page = browser.Page;
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await FillInAsync(page, "tls", server.Postfix.StartTlsPort);

        await page.ClickAsync("button[value=test]");
        await page.ClickAsync(".verdict button.primary[value*='Security=starttls'][value*='PinnedCertificate']");
        await page.Locator(".verdict .notice.ok").WaitForAsync();

        Assert.Equal(0, await page.Locator(".verdict button[value*='Security=none']").CountAsync());
        Assert.True(await page.IsCheckedAsync("#Security-starttls") && await page.IsCheckedAsync("#Trust-pin"));
        await Assertions.Expect(page.Locator("#verdict")).ToBeFocusedAsync();
        await page.ClickAsync(".verdict button[value=save]");
        await page.ArrivesAtAsync("/mail-server?done=saved");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task What_was_wrong_before_is_gone_when_the_test_begins_and_the_password_stays()
    {
        await using var program = await StartAsync();
        await using var browser = await ConsoleBrowser.StartAsync();
        var page = browser.Page;
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await FillInAsync(page, "starttls", server.Postfix.LoginStartTlsPort);
        await page.UncheckAsync("#Anonymous");
        await page.FillAsync("#UserName", server.Postfix.UserName);
        await page.ClickAsync("button[value=password]");
        await page.FillAsync("input[type=password]", server.Postfix.Password);
        await page.FillAsync("#Host", "no host");
        await page.ClickAsync("button[value=test]");
        await Assertions.Expect(page.Locator("#Host")).ToBeFocusedAsync();

        await page.FillAsync("#Host", "localhost");
        await page.ClickAsync("button[value=test]");
        await page.ClickAsync(".verdict button.primary[value*='PinnedCertificate']");
        await page.Locator(".verdict .notice.ok").WaitForAsync();

        Assert.Equal(0, await page.Locator("#said .notice, [aria-invalid], .problem").CountAsync());
        Assert.Equal(server.Postfix.Password, await page.InputValueAsync("input[type=password]"));
    }

    [Theory, InlineData("en", 1440), InlineData("ja", 1440), InlineData("en", 360), InlineData("ja", 360)]
    public async Task The_verdict_is_in_sight_and_readable_by_everybody(string language, int width)
    {
        await using var program = await StartAsync();
        await using var browser = await ConsoleBrowser.StartAsync(width: width, language: language);
        var page = browser.Page;
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await FillInAsync(page, "tls", server.Postfix.StartTlsPort);
        await page.ClickAsync("button[value=test]");
        await page.Locator(".verdict button.primary").WaitForAsync();
        List<string> found = [];

        await Assertions.Expect(page.Locator("#verdict")).ToBeInViewportAsync();
        await browser.InBothSchemesAsync(async scheme =>
        {
            await browser.PictureAsync($"verdict-{language}-{width}-{scheme}");
            found.AddRange(await browser.ViolationsAsync());
        });
        await page.ClickAsync(".verdict button.primary");
        await page.Locator(".verdict .notice.ok").WaitForAsync();
        await browser.InBothSchemesAsync(async scheme =>
        {
            await browser.PictureAsync($"works-{language}-{width}-{scheme}");
            found.AddRange(await browser.ViolationsAsync());
        });

        Assert.Empty(found);
        Assert.Equal(0, await browser.SidewaysAsync());
    }

    Task<PostroomProgram> StartAsync() => PostroomProgram.StartAsync(
        Token, new() { ["POSTROOM__Tests__Ports"] = string.Create(CultureInfo.InvariantCulture, $"{server.Postfix.StartTlsPort}/starttls,{server.Postfix.SmtpsPort}/tls") });

    static async Task FillInAsync(IPage page, string security, int port)
    {
        await page.CheckAsync("#Configuration-custom");
        await page.FillAsync("#Host", "localhost");
        await page.FillAsync("#Port", port.ToString(CultureInfo.InvariantCulture));
        await page.CheckAsync($"#Security-{security}");
        await page.FillAsync("#From", "postroom@example.org");
    }

    // How many times Tab is pressed until this is focused.
    static async Task<int> TabToAsync(IPage page, string selector)
    {
        for (var tabs = 1; tabs <= 60; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) return tabs;
        }

        return int.MaxValue / 8;
    }

    static async Task<int> FollowAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Enter");
        return 0;
    }
}
