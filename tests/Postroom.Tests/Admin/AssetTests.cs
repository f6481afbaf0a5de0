using System.Net;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class AssetTests
{
    [Fact]
    public async Task Files_are_kept_under_an_address_that_changes_with_them()
    {
        await using var app = await ConsoleApp.StartAsync("/mail");
        using var browser = app.NewBrowser();
        var address = (await browser.GetAsync("/sign-in")).One("link[rel=stylesheet]").GetAttribute("href")!["/mail".Length..];

        var file = await browser.GetAsync(address);

        Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (file.Status, file.Header("Cache-Control")));
    }

    [Fact]
    public async Task A_browser_that_can_gets_them_small()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        browser.Headers["Accept-Encoding"] = "gzip, br";

        var file = await browser.GetAsync("/assets/postroom.css");

        Assert.Equal("br", file.Header("Content-Encoding"));
    }

    [Theory, InlineData("gzip", "gzip"), InlineData("br;q=0, gzip", "gzip"), InlineData("br;q=0", null), InlineData("identity", null), InlineData("GZIP", "gzip")]
    public async Task Others_get_what_they_can_read(string accepts, string? encoding)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        browser.Headers["Accept-Encoding"] = accepts;

        var file = await browser.GetAsync("/assets/postroom.css");

        Assert.Equal(encoding, file.Response.Content.Headers.ContentEncoding.SingleOrDefault());
    }

    [Fact]
    public async Task There_is_no_other_file()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/assets/Postroom.dll")).Status);
    }

    [Fact]
    public async Task The_first_view_is_under_100_kB()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        browser.Headers["Accept-Encoding"] = "br";
        var page = await browser.GetAsync("/mail-server");
        long size = page.Html.Length;
        foreach (var element in page.All("script[src], link[href]"))
        {
            var file = await browser.GetAsync((element.GetAttribute("src") ?? element.GetAttribute("href"))!);
            size += (await file.Response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
        }

        Assert.InRange(size, 10_000, 100_000);
    }
}
