using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>An administrator's first minutes, in a real browser, with and without scripts.</summary>
public sealed class ConsoleWalk
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task From_the_link_to_the_test_message_in_the_sandbox(bool hasScripts)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync(hasScripts);
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));

        await browser.Page.ClickAsync("button[value=send]");
        await browser.Page.Locator(".verdict .notice.ok a").ClickAsync();
        await browser.Page.Locator("tbody a").First.ClickAsync();

        await Assertions.Expect(browser.Page.FrameLocator("iframe").Locator("h1")).ToHaveTextAsync("It works");
    }

    [Fact]
    public async Task A_key_made_in_the_console_sends()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await browser.Page.GotoAsync(new Uri(program.Address, "/apps").ToString());
        await browser.Page.FillAsync("#App", "wiki");
        await browser.Page.ClickAsync("form[action='/apps/keys'] button");
        using var http = new HttpClient { BaseAddress = program.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await browser.Page.TextContentAsync("#secret"));

        using var content = new StringContent("""{"to": ["anna@example.org"], "subject": "From an app", "text": "Hello"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/v1/messages", content, Token);
        await browser.Page.GotoAsync(new Uri(program.Address, "/deliveries?q=anna").ToString());

        await Assertions.Expect(browser.Page.Locator("tbody")).ToContainTextAsync("From an app");
    }

    [Fact]
    public async Task A_test_keeps_the_password_that_was_typed_for_saving()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await browser.Page.CheckAsync("#Configuration-custom");
        await browser.Page.FillAsync("#Host", "127.0.0.1");
        await browser.Page.FillAsync("#Port", "1");
        await browser.Page.FillAsync("#From", "postroom@example.com");
        await browser.Page.UncheckAsync("#Anonymous");
        await browser.Page.FillAsync("#UserName", "anna");
        await browser.Page.ClickAsync("button[value=password]");
        await browser.Page.FillAsync("input[type=password]", "s3cr3t-of-anna");

        await browser.Page.ClickAsync("button[value=test]");
        await browser.Page.Locator(".verdict .notice.bad").WaitForAsync();
        await browser.Page.ClickAsync("form.settings div.row button[value=save]");

        await browser.Page.ArrivesAtAsync("/mail-server?done=saved");
    }

    [Fact]
    public async Task The_list_follows_what_is_typed()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);
        await app.SendAsync(new { to = new[] { "anna@example.org" }, subject = "One", text = "1" }, Token);
        await app.SendAsync(new { to = new[] { "berta@example.org" }, subject = "Two", text = "2" }, Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await browser.Page.GotoAsync(new Uri(program.Address, "/deliveries").ToString());

        await browser.Page.Locator("#q").PressSequentiallyAsync("berta");

        await Assertions.Expect(browser.Page.Locator("tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task No_page_breaks_its_own_policy()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));

        foreach (var page in new[] { "/mail-server", "/trust", "/deliveries", "/causes", "/sandbox", "/apps", "/domains", "/domains/example.com", "/templates", "/templates/pull-request/ja", "/settings", "/help", "/help/mail-server" })
            await browser.Page.GotoAsync(new Uri(program.Address, page).ToString());

        Assert.Empty(browser.Complaints);
    }
}
