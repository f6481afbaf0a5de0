using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>A profile of its own in a real Chromium, which all tests share. What a page's policy forbids, or a script gets wrong, is kept in <see cref="Complaints"/>.</summary>
sealed class ConsoleBrowser : IAsyncDisposable
{
    // The tag names of axe-core's rules for WCAG 2.0 to 2.2, levels A and AA, and what is good practice besides.
    static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    readonly List<string> _complaints = [];

    ConsoleBrowser(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        Page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Add(message.Text); };
        Page.PageError += (_, fault) => _complaints.Add(fault);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<ConsoleBrowser> StartAsync(bool hasScripts = true, int width = 1280, string language = "en")
    {
        var browser = await SharedChromium.GetAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = hasScripts,
            Locale = language,
            ViewportSize = new ViewportSize { Width = width, Height = 860 },
        });
        // Twice what Playwright waits by itself: beside other work a set-up once took longer.
        context.SetDefaultTimeout(60_000);
        return new ConsoleBrowser(context, await context.NewPageAsync());
    }

    /// <summary>Opens the link, makes the administrator, ends on Mail server.</summary>
    public async Task SetUpAsync(Uri link)
    {
        await Page.GotoAsync(link.ToString());
        await Page.FillAsync("#Name", "Hanako Yamada");
        await Page.FillAsync("#Email", "hanako@example.com");
        await Page.FillAsync("#Password", "four unrelated words here");
        await Page.ClickAsync("form.card button[type=submit]");
        await Page.ArrivesAtAsync("/mail-server?done=welcome");
    }

    /// <summary>What axe finds wrong with the page as it is.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        // Not through RunAxe: it waits for ever for a frame that may run no scripts, such as the one a mail is shown in.
        // Half a megabyte of script: once for each page, however often it is looked at.
        if (!await Page.EvaluateAsync<bool>("'axe' in window")) await Page.EvaluateAsync(Axe);
        // resultTypes: what passed is counted, and not described.
        return await Page.EvaluateAsync<string[]>(
            """
            async rules => (await axe.run(document, { iframes: false, resultTypes: ["violations"], runOnly: { type: "tag", values: rules } })).violations
              .map(found => `${location.pathname} ${found.id}: ${found.nodes.slice(0, 3).map(node => node.html).join(" | ")}`)
            """,
            Rules);
    }

    /// <summary>By how many pixels the page is wider than the screen.</summary>
    public Task<int> SidewaysAsync() =>
        Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Looks at the page as it is, first light and then dark: as the system says, which the console follows.</summary>
    public async Task InBothSchemesAsync(Func<string, Task> look)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await look(scheme == ColorScheme.Light ? "light" : "dark");
        }
    }

    /// <summary>Keeps a picture of the whole page in the folder POSTROOM_PICTURES, for people to look at; without it nothing.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("POSTROOM_PICTURES") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
