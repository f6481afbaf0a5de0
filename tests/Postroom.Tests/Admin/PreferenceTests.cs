using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class PreferenceTests
{
    [Theory, InlineData("ja", "ja"), InlineData("ja-JP,en;q=0.5", "ja"), InlineData("fr,en;q=0.8,ja;q=0.9", "ja"), InlineData("fr", "en"), InlineData("ja;q=0,en", "en"), InlineData("*", "en")]
    public async Task The_browser_says_the_language(string accepted, string expected)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        browser.Headers["Accept-Language"] = accepted;

        var page = await browser.GetAsync("/sign-in");

        Assert.Equal(expected, page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task The_choice_of_the_reader_counts_more_than_the_browser()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        browser.Headers["Accept-Language"] = "en";

        var page = await browser.SubmitAsync(await browser.GetAsync("/sign-in?to=%2Fapps"), "/language", ("value", "ja"));

        Assert.Equal(("/sign-in?to=%2Fapps", "サインイン"), (page.Path, page.Title));
    }

    [Fact]
    public async Task The_scheme_is_chosen_without_a_script()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();

        var page = await browser.SubmitAsync(await browser.GetAsync("/sign-in"), "/scheme", ("value", "dark"));

        Assert.Equal("dark", page.Document.DocumentElement.GetAttribute("data-scheme"));
    }

    [Fact]
    public async Task A_switch_leads_back_to_this_site_only()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();

        var page = await browser.SubmitAsync(await browser.GetAsync("/sign-in"), "/scheme", ("value", "dark"), ("back", "//evil.example/"));

        Assert.Equal("localhost", page.Address.Host);
    }

    [Fact]
    public async Task Times_are_in_the_zone_of_the_reader_with_UTC_beside()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var message = await app.AcceptAsync();
        browser.Cookies.Add(new System.Net.Cookie("postroom-zone", "Asia/Tokyo", "/", "localhost"));

        var page = await browser.GetAsync($"/deliveries/{message.Id}");

        var time = page.All("time")[0];
        Assert.Equal(("2026-01-02 12:04:05", "2026-01-02 03:04:05.000 UTC"), (time.TextContent, time.GetAttribute("title")));
    }
}
