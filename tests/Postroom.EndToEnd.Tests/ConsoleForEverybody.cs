using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>Every page in both languages and schemes: axe finds nothing, and a phone needs no sideways scroll.</summary>
public sealed class ConsoleForEverybody
{
    static readonly string[] Paths =
    [
        "/sandbox", "/sandbox/1", "/sandbox/1?view=text", "/sandbox/1?view=headers", "/sandbox/1?view=source", "/sandbox/1?view=files", "/deliveries",
        "/notifications", "/notifications/inbox", "/notifications/sending", "/notifications/watchers", "/directory", "/directory/import", "/people", "/people/new", "/people/settings", "/account",
        "/trust", "/domains", "/domains/example.org", "/templates", "/templates/new-user/en", "/settings", "/help", "/help/trust", "/help/letters", "/help/first-steps", "/help/mail-server", "/forgot", "/no-such-page",
    ];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("en"), InlineData("ja")]
    public async Task Axe_finds_nothing_and_a_phone_needs_no_sideways_scroll(string language)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync(language: language);
        List<string> found = [];

        await OnEveryPageAsync(program, browser, async () =>
        {
            await browser.InBothSchemesAsync(async scheme => found.AddRange((await browser.ViolationsAsync()).Select(violation => $"{scheme}: {violation}")));
            await browser.Page.SetViewportSizeAsync(360, 740);
            if (await browser.SidewaysAsync() > 0) found.Add(browser.Page.Url + ": sideways scroll");
            await browser.Page.SetViewportSizeAsync(1280, 860);
        });

        Assert.Empty(found);
    }

    static async Task OnEveryPageAsync(PostroomProgram program, ConsoleBrowser browser, Func<Task> look)
    {
        await browser.Page.GotoAsync(new Uri(program.Address, "/sign-in").ToString());
        await look();
        await browser.Page.GotoAsync((await program.SetupLinkAsync(Token)).ToString());
        await look();
        await browser.SetUpAsync(new Uri(program.Address, "/setup"));
        await look();
        await SendOneAsync(browser);
        await look();
        await browser.Page.GotoAsync(new Uri(program.Address, "/apps").ToString());
        await browser.Page.FillAsync("#App", "wiki");
        await browser.Page.ClickAsync("form[action='/apps/keys'] button");
        await look();
        await browser.Page.GotoAsync(new Uri(program.Address, "/domains/example.com").ToString());
        await browser.Page.ClickAsync("form[action='/domains/example.com/keys'] button");
        await look();
        await browser.Page.ClickAsync(".card form[action$='/activate'] button");
        await look();
        foreach (var path in Paths)
        {
            await browser.Page.GotoAsync(new Uri(program.Address, path).ToString());
            await look();
        }

        await browser.Page.GotoAsync(new Uri(program.Address, "/mail-server").ToString());
        await browser.Page.CheckAsync("#Configuration-custom");
        await browser.Page.ClickAsync("form.settings div.row button[value=save]");
        await look();
    }

    static async Task SendOneAsync(ConsoleBrowser browser)
    {
        await browser.Page.ClickAsync("button[value=send]");
        await browser.Page.Locator(".verdict .notice.ok").WaitForAsync();
    }
}
