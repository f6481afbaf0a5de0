using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>From a forge's webhook to the choices of who gets the letter, and a letter that is changed, in a real browser.</summary>
public sealed partial class NotificationWalk
{
    const string Opened = """
        {
          "eventKey": "pr:opened", "date": "2026-01-02T04:00:00+0100",
          "actor": {"name": "ann", "emailAddress": "ann@example.com", "displayName": "Ann"},
          "pullRequest": {
            "id": 12, "title": "Pour the tea", "description": "First boil, then pour.",
            "fromRef": {"displayId": "tea"}, "toRef": {"displayId": "main", "repository": {"slug": "kettle", "project": {"key": "TEA"} } },
            "author": {"user": {"name": "ann", "emailAddress": "ann@example.com", "displayName": "Ann"}, "role": "AUTHOR"},
            "reviewers": [{"user": {"name": "ben", "emailAddress": "ben@example.com", "displayName": "Ben"}, "role": "REVIEWER"}],
            "links": {"self": [{"href": "https://git.example.com/projects/TEA/repos/kettle/pull-requests/12"}]}
          }
        }
        """;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task From_a_webhook_to_the_choices_of_its_reader(bool hasScripts)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync(hasScripts);
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        var page = browser.Page;
        await page.GotoAsync(new Uri(program.Address, await LinkOfLetterAsync(program, browser)).ToString());

        await page.Locator("details.kinds", new PageLocatorOptions { Has = page.Locator("#kind-Replied") }).Locator("summary").ClickAsync();
        await page.SelectOptionAsync("#kind-Replied", "Immediately");
        await page.ClickAsync("form[action='/preferences'] button[type=submit]");
        await Assertions.Expect(page.Locator("#kind-Replied")).ToHaveValueAsync("Immediately");
        await page.ClickAsync("form[action='/preferences/watch'] button");
        await Assertions.Expect(page.Locator(".notice.ok")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(program.Address, "/notifications/watchers").ToString());
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("TEA/kettle #12");
        await page.ClickAsync("form[action='/notifications/watchers/remove'] button");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(0);
        await page.FillAsync("#Project", "TEA");
        await page.FillAsync("#Repository", "kettle");
        await page.FillAsync("#Person", "ben");
        await page.ClickAsync("form[action='/notifications/watchers'] button[type=submit]");

        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("Ben");
        Assert.Empty(browser.Complaints);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_letter_is_changed_checked_and_brought_back(bool hasScripts)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync(hasScripts);
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        var page = browser.Page;
        await page.GotoAsync(new Uri(program.Address, "/templates/test-message/en").ToString());

        await page.FillAsync("#Subject", "{{brand}} {{nobody}}");
        await page.ClickAsync("form.editor button.primary");
        await Assertions.Expect(page.Locator(".notice.bad")).ToContainTextAsync("nobody");
        await page.FillAsync("#Subject", "{{brand}} says that all is well");
        await page.ClickAsync("button[formaction$='view=text']");
        await Assertions.Expect(page.FrameLocator("iframe[name=wide]").Locator("pre")).ToContainTextAsync("Encryption");
        await page.ClickAsync("form.editor button.primary");
        await page.ArrivesAtAsync("?done=saved");
        await page.GotoAsync(new Uri(program.Address, "/mail-server").ToString());
        await page.ClickAsync("button[value=send]");
        await page.Locator(".verdict .notice.ok a").ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Postroom says that all is well");
        await page.GotoAsync(new Uri(program.Address, "/templates/test-message/en").ToString());
        await page.ClickAsync("details.confirm summary");
        await page.ClickAsync("form[action$='/reset'] button");

        await Assertions.Expect(page.Locator("#Subject")).ToHaveValueAsync("Test message from {{brand}}");
        Assert.Contains("status of 4", Assert.Single(browser.Complaints), StringComparison.Ordinal); // the one that was refused
    }

    [Theory, InlineData("en"), InlineData("ja")]
    public async Task The_pages_of_a_reader_and_of_watchers_suit_everybody(string language)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync(width: 360, language: language);
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        var link = await LinkOfLetterAsync(program, browser);
        List<string> found = [];

        foreach (var path in new[] { link, "/preferences?done=watched", "/unsubscribe", "/notifications/watchers", "/notifications", "/notifications/inbox/1", "/templates", "/templates/pull-request/" + language })
        {
            await browser.Page.SetViewportSizeAsync(360, 800);
            await browser.Page.GotoAsync(new Uri(program.Address, path).ToString());
            if (await browser.SidewaysAsync() > 0) found.Add(path + ": sideways");
            await browser.Page.EvaluateAsync("document.querySelectorAll('details.kinds').forEach(kind => kind.open = true)");
            await browser.InBothSchemesAsync(scheme => browser.PictureAsync($"{NameOf(path)}-{language}-{scheme}-360"));
            await browser.Page.SetViewportSizeAsync(1100, 800);
            await browser.InBothSchemesAsync(async scheme =>
            {
                found.AddRange((await browser.ViolationsAsync()).Select(violation => $"{scheme}: {violation}"));
                await browser.PictureAsync($"{NameOf(path)}-{language}-{scheme}");
            });
        }

        Assert.Empty(found);
    }

    static string NameOf(string path) => path.Contains("/preferences/", StringComparison.Ordinal) ? "link" : path.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-');

    // Adds a forge, lets it report, and finds the link at the foot of the letter its reviewer gets.
    static async Task<string> LinkOfLetterAsync(PostroomProgram program, ConsoleBrowser browser)
    {
        var page = browser.Page;
        await page.GotoAsync(new Uri(program.Address, "/notifications").ToString());
        await page.SelectOptionAsync("#Kind", "bitbucket-server");
        await page.FillAsync("#Name", "Work");
        await page.ClickAsync("form[action='/notifications/forges'] button[type=submit]");
        var (url, secret) = (new Uri((await page.TextContentAsync("#hook-url"))!.Trim()), (await page.TextContentAsync("#secret"))!.Trim());
        await ReportAsync(new Uri(program.Address, url.AbsolutePath), secret);
        for (var tries = 0; tries < 150; tries++)
        {
            await page.GotoAsync(new Uri(program.Address, "/sandbox?q=ben").ToString());
            if (await page.Locator("tbody a").CountAsync() > 0) break;
            await page.WaitForTimeoutAsync(200);
        }

        await page.Locator("tbody a").First.ClickAsync();
        await page.GotoAsync(page.Url.Split('?')[0] + "?view=text");
        return PreferencesLink().Match(await page.TextContentAsync("main") ?? "").Groups[1].Value;
    }

    static async Task ReportAsync(Uri hook, string secret)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new StringContent(Opened, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Event-Key", "pr:opened");
        request.Headers.Add("X-Request-Id", Guid.NewGuid().ToString());
        request.Headers.Add("X-Hub-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Opened))));
        using var answer = await http.SendAsync(request, Token);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    [GeneratedRegex("(/preferences/[A-Za-z0-9_-]{55})", RegexOptions.None, 1_000)]
    private static partial Regex PreferencesLink();
}
