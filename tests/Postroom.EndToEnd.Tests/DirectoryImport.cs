using System.Text;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>A large file goes into the directory while its administrator does something else.</summary>
public sealed class DirectoryImport
{
    const int People = 50_000;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task Fifty_thousand_lines_show_their_progress_and_go_on_when_the_page_is_left(bool hasScripts)
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync(hasScripts);
        var page = browser.Page;
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        await page.GotoAsync(new Uri(program.Address, "/directory").ToString());
        await page.SetInputFilesAsync("#File", new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = File() });
        await page.ClickAsync("form[action='/directory/import'] button[type=submit]");
        await Assertions.Expect(page.Locator("form[action$='/run'] button")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await browser.PictureAsync("import-plan");
        await Assertions.Expect(page.Locator("section[aria-labelledby=refused] tbody tr")).ToHaveCountAsync(2);

        await page.ClickAsync("form[action$='/run'] button");
        await Assertions.Expect(page.Locator("progress")).ToBeVisibleAsync();
        await browser.PictureAsync("import-running");
        var import = page.Url;
        await page.GotoAsync(new Uri(program.Address, "/deliveries").ToString());
        await page.GotoAsync(import);

        // While it runs the page comes back by itself, with and without scripts.
        await Assertions.Expect(page.Locator(".notice.ok")).ToContainTextAsync("50", new LocatorAssertionsToContainTextOptions { Timeout = 180_000 });
        await browser.PictureAsync("import-done");
        await page.GotoAsync(new Uri(program.Address, "/directory?q=user49999@").ToString());
        await Assertions.Expect(page.Locator("#results tbody tr")).ToHaveCountAsync(1);
    }

    static byte[] File()
    {
        var lines = new StringBuilder("login,email,name,language\n");
        for (var i = 0; i < People; i++) lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"user{i},user{i}@example.com,User {i},{(i % 2 == 0 ? "en" : "ja")}\n");
        lines.Append("broken,nobody,Broken,en\nuser7,other@example.com,Twice,en\n");
        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
