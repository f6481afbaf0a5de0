using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>Where somebody is signed in, on a real screen: readable for everybody, and ended for good.</summary>
public sealed class SessionsInTheBrowser
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("en"), InlineData("ja")]
    public async Task My_account_ends_the_session_of_another_browser(string language)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var fixture = await ConsoleBrowser.StartAsync(language: language);
        await using var other = await ConsoleBrowser.StartAsync(language: language);
        var link = await program.SetupLinkAsync(Token);
        await fixture.Page.GotoAsync(link.ToString());
        var found = await LookAsync(fixture, $"set-up-{language}");
        await fixture.SetUpAsync(new Uri(program.Address, "/setup"));
        await SignInAsync(program, other);
        await fixture.Page.GotoAsync(new Uri(program.Address, "/account").ToString());
        found.AddRange(await LookAsync(fixture, $"account-{language}"));

        await fixture.Page.ClickAsync("form[action='/account/sessions/end'] button");
        await fixture.Page.ArrivesAtAsync("/account?done=session");
        await other.Page.GotoAsync(new Uri(program.Address, "/deliveries").ToString());

        Assert.StartsWith("/sign-in", new Uri(other.Page.Url).AbsolutePath, StringComparison.Ordinal);
        await Assertions.Expect(fixture.Page.Locator(".sessions li")).ToHaveCountAsync(1);
        Assert.Empty(found);
    }

    [Theory, InlineData("en"), InlineData("ja")]
    public async Task What_stands_between_a_link_and_its_reader_is_warned_of_and_cured(string language)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync(language: language);
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await browser.Page.GotoAsync(new Uri(program.Address, "/settings").ToString());
        await browser.Page.FillAsync("#SiteUrl", "https://mail.example.com");
        await browser.Page.ClickAsync("form[action='/settings'] button.primary");
        await browser.Context.SetExtraHTTPHeadersAsync([KeyValuePair.Create("X-Forwarded-For", "198.51.100.7")]);
        await browser.Page.GotoAsync(new Uri(program.Address, "/people/new").ToString());
        await browser.Page.ReloadAsync();
        var found = await LookAsync(browser, $"new-person-{language}");

        await browser.Page.ClickAsync(".site-url button");
        await browser.Page.ArrivesAtAsync("/people/new");

        await Assertions.Expect(browser.Page.Locator(".site-url")).ToHaveCountAsync(0);
        await Assertions.Expect(browser.Page.Locator(".proxy")).ToContainTextAsync("POSTROOM__Site__TrustedProxies=127.0.0.1");
        Assert.Empty(found);
    }

    static async Task SignInAsync(PostroomProgram program, ConsoleBrowser browser)
    {
        await browser.Page.GotoAsync(new Uri(program.Address, "/sign-in").ToString());
        await browser.Page.FillAsync("#email", "hanako@example.com");
        await browser.Page.FillAsync("#password", "four unrelated words here");
        await browser.Page.ClickAsync("form.card button[type=submit]");
        await browser.Page.ArrivesAtAsync("/mail-server");
    }

    static async Task<List<string>> LookAsync(ConsoleBrowser browser, string name)
    {
        List<string> found = [];
        await browser.InBothSchemesAsync(async scheme =>
        {
            found.AddRange((await browser.ViolationsAsync()).Select(violation => $"{scheme}: {violation}"));
            await browser.PictureAsync($"{name}-{scheme}");
            await browser.Page.SetViewportSizeAsync(360, 740);
            if (await browser.SidewaysAsync() > 0) found.Add($"{name}: sideways scroll");
            await browser.PictureAsync($"{name}-{scheme}-360");
            await browser.Page.SetViewportSizeAsync(1280, 860);
        });
        return found;
    }
}
