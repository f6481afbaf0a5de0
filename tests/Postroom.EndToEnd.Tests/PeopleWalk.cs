using System.Text.RegularExpressions;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>Every page about people, in a real browser: with and without scripts, in both languages and schemes, wide and on a phone.</summary>
public sealed class PeopleWalk
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task From_the_first_link_to_a_new_address(bool hasScripts)
    {
        List<string> seen = [];
        await using var scene = await PeopleScene.StartAsync(
            (_, page, name) =>
            {
                seen.Add(name);
                Assert.DoesNotContain("token=", page.Url, StringComparison.Ordinal);
                return Task.CompletedTask;
            },
            hasScripts);

        await AllAsync(scene);

        Assert.Equal(33, seen.Distinct().Count());
        Assert.DoesNotContain(scene.Person.Complaints, IsNoStatus);
    }

    [Theory, InlineData("en"), InlineData("ja")]
    public async Task Axe_finds_nothing_and_a_phone_needs_no_sideways_scroll(string language)
    {
        List<string> found = [];
        await using var scene = await PeopleScene.StartAsync(
            async (browser, page, name) =>
            {
                await browser.InBothSchemesAsync(async scheme =>
                {
                    found.AddRange((await browser.ViolationsAsync()).Select(violation => $"{name}, {scheme}: {violation}"));
                    await browser.PictureAsync($"{name}-{language}-{scheme}");
                });
                await page.SetViewportSizeAsync(360, 740);
                if (await browser.SidewaysAsync() > 0) found.Add($"{name}: sideways scroll");
                await browser.InBothSchemesAsync(scheme => browser.PictureAsync($"{name}-{language}-{scheme}-360"));
                await page.SetViewportSizeAsync(1280, 860);
            },
            language: language);

        await AllAsync(scene);

        Assert.Empty(found);
    }

    [Fact]
    public async Task The_picture_of_the_second_factor_is_read_by_another_make()
    {
        byte[] picture = [];
        var secret = "";
        await using var scene = await PeopleScene.StartAsync(async (_, page, name) =>
        {
            if (name != "factor") return;
            picture = await page.Locator("svg.qr").ScreenshotAsync();
            secret = Regex.Replace(await page.TextContentAsync(".secret code") ?? "", @"\s", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        });
        await scene.SetUpAsync();
        await scene.BeginAsync();

        var read = await QrReader.ReadAsync(picture, TestContext.Current.CancellationToken);

        Assert.StartsWith("otpauth://totp/Postroom:ken%40example.org?secret=" + secret, read, StringComparison.Ordinal);
    }

    static async Task AllAsync(PeopleScene scene)
    {
        await scene.SetUpAsync();
        await scene.BeginAsync();
        await scene.SignInAsync();
        await scene.ChangeAsync();
        await scene.ResetAsync();
        await scene.JoinAsync();
    }

    // A browser notes each answer of 401, 410 and 422, which are as they should be.
    static bool IsNoStatus(string complaint) => !complaint.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal);
}
