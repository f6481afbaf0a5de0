using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>The sample app, which has no mail or token code of its own, from sign-up to reset.</summary>
public sealed class SampleSignsUp
{
    const string Email = "ken@example.org";
    const string First = "first password of ken";
    const string Second = "second password of ken";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_signs_up_signs_in_and_resets_the_password_by_links()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var administrator = await ConsoleBrowser.StartAsync();
        await administrator.SetUpAsync(await program.SetupLinkAsync(Token));
        var port = FreePort();
        await using var sample = await StartAsync(program, administrator.Page, port);
        await using var member = await ConsoleBrowser.StartAsync(hasScripts: false);
        var (page, sandbox) = (member.Page, new SandboxReader(program, administrator.Page));

        await page.GotoAsync(new Uri(sample.Address, "sign-up").ToString());
        await page.FillAsync("#name", "Ken");
        await page.FillAsync("#email", Email);
        await page.ClickAsync("button");
        var welcome = await sandbox.LinkAsync(Email, 1, Token);
        await page.GotoAsync(welcome);
        Assert.DoesNotContain("token", page.Url, StringComparison.Ordinal);
        await page.FillAsync("#password", "short");
        await page.ClickAsync("button");
        await SetAsync(page, First);
        await Assertions.Expect(page.Locator("#who")).ToHaveTextAsync("Welcome, Ken.");
        await ExpectGoneAsync(page, welcome, First);

        var revoked = await ForgetAsync(page, sample, sandbox, letters: 2);
        await using var elsewhere = await SignInAsync(sample, First);
        await ExpectGoneAsync(page, revoked, Second);

        var older = await ForgetAsync(page, sample, sandbox, letters: 3);
        var reset = await ForgetAsync(page, sample, sandbox, letters: 4);
        await ExpectGoneAsync(page, older, Second);
        await page.GotoAsync(reset);
        await SetAsync(page, Second);
        await Assertions.Expect(page.Locator("#who")).ToHaveTextAsync("Welcome, Ken.");
        await ExpectGoneAsync(page, reset, First);

        await elsewhere.Page.GotoAsync(sample.Address.ToString());
        await Assertions.Expect(elsewhere.Page.Locator("#who")).ToHaveCountAsync(0);
        await using var again = await SignInAsync(sample, Second);
    }

    [Fact]
    public async Task A_page_that_is_not_on_the_list_gets_no_letter_and_the_visitor_is_not_told()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var administrator = await ConsoleBrowser.StartAsync();
        await administrator.SetUpAsync(await program.SetupLinkAsync(Token));
        var port = FreePort();
        await using var sample = await StartAsync(program, administrator.Page, port, allowed: "https://elsewhere.example/");
        await using var member = await ConsoleBrowser.StartAsync(hasScripts: false);

        await member.Page.GotoAsync(new Uri(sample.Address, "sign-up").ToString());
        await member.Page.FillAsync("#name", "Ken");
        await member.Page.FillAsync("#email", Email);
        await member.Page.ClickAsync("button");

        await Assertions.Expect(member.Page.Locator("h1")).ToHaveTextAsync("Look into your mail");
        Assert.Equal(0, await new SandboxReader(program, administrator.Page).CountAsync(Email));
    }

    // The administrator's part, as the sample's README has it.
    static async Task<SampleProgram> StartAsync(PostroomProgram program, IPage page, int port, string? allowed = null)
    {
        await page.GotoAsync(new Uri(program.Address, "/apps").ToString());
        await page.FillAsync("#App", "club");
        await page.CheckAsync("#Links");
        await page.ClickAsync("form[action='/apps/keys'] button");
        var key = await page.TextContentAsync("#secret");
        await page.FillAsync("form[action='/apps/club/links'] textarea", allowed ?? $"http://127.0.0.1:{port}/");
        await page.ClickAsync("form[action='/apps/club/links'] button");
        await page.ArrivesAtAsync("/apps?done=links");
        var settings = new Dictionary<string, string>
        {
            ["Postroom__Url"] = program.Address.ToString(),
            ["Postroom__Key"] = key!.Trim(),
            ["Postroom__OwnUrl"] = $"http://127.0.0.1:{port}/",
        };
        return await SampleProgram.StartAsync("SignUpWithPostroom", port, settings, Token);
    }

    static async Task<string> ForgetAsync(IPage page, SampleProgram sample, SandboxReader sandbox, int letters)
    {
        await page.GotoAsync(new Uri(sample.Address, "forgot").ToString());
        await page.FillAsync("#email", Email);
        await page.ClickAsync("button");
        return await sandbox.LinkAsync(Email, letters, Token);
    }

    static async Task SetAsync(IPage page, string password)
    {
        await page.FillAsync("#password", password);
        await page.ClickAsync("form:has(#password) button");
    }

    static async Task ExpectGoneAsync(IPage page, string link, string password)
    {
        await page.GotoAsync(link);
        await SetAsync(page, password);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This link no longer works");
    }

    static async Task<ConsoleBrowser> SignInAsync(SampleProgram sample, string password)
    {
        var browser = await ConsoleBrowser.StartAsync(hasScripts: false);
        await browser.Page.GotoAsync(new Uri(sample.Address, "sign-in").ToString());
        await browser.Page.FillAsync("#email", Email);
        await SetAsync(browser.Page, password);
        await Assertions.Expect(browser.Page.Locator("#who")).ToHaveTextAsync("Welcome, Ken.");
        return browser;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
