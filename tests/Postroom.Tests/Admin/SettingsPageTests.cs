using System.Net;
using Postroom.People;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class SettingsPageTests
{
    [Fact]
    public async Task What_is_saved_is_in_force_and_in_the_history()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/settings"), "/settings", ("Name", "Mail of Example"), ("SiteUrl", "https://mail.example.com"));

        Assert.StartsWith("Saved.", page.TextOf(".notice.ok"), StringComparison.Ordinal);
        Assert.Equal("Mail of Example", app.Get<IProductSettings>().Current.Name);
        Assert.Contains("Postroom → Mail of Example", page.TextOf(".timeline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_and_what_was_typed_stays()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/settings"), "/settings", ("SiteUrl", "nowhere"), ("AccentColor", "red"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(["#SiteUrl", "#AccentColor"], page.All(".notice.bad li a").Select(link => link.GetAttribute("href")));
        Assert.Equal("nowhere", page.One("#SiteUrl").GetAttribute("value"));
    }

    [Fact]
    public async Task A_colour_that_hardly_stands_out_is_told()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/settings"), "/settings", ("AccentColor", "#ffee88"));

        Assert.StartsWith("This colour has too little contrast with white", page.TextOf("#AccentColor-warning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_set_from_outside_is_locked()
    {
        await using var app = await ConsoleApp.StartAsync("", ("Site:Url", "https://outside.example"));
        using var browser = await app.SignedInAsync();

        var field = (await browser.GetAsync("/settings")).One("#SiteUrl");

        Assert.Equal("https://outside.example", field.GetAttribute("value"));
        Assert.True(field.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Without_a_logo_there_is_none_to_show()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/settings/logo")).Status);
    }

    [Fact]
    public async Task Who_is_no_administrator_sees_it_and_changes_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);
        var page = await browser.GetAsync("/settings");

        var token = page.All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;

        Assert.Empty(page.All("button.primary"));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/settings", ("__RequestVerificationToken", token), ("Name", "x"))).Status);
    }
}
