namespace Postroom.Tests.Admin.Support;

/// <summary>The editor of one letter, as a browser without scripts uses it.</summary>
static class TemplateEditor
{
    public const string Page = "/templates/new-user/en";
    public const string Html = "<p>Dear {{name}}, <a href=\"{{link}}\">come in</a></p>";

    public static Task<BrowserPage> SaveAsync(Browser browser, string html) => SubmitAsync(browser, "", html);

    public static async Task<BrowserPage> SubmitAsync(Browser browser, string action, string html)
    {
        var page = await browser.GetAsync(Page);
        return await browser.PostAsync(Page + action, Fields(page, html));
    }

    public static async Task<BrowserPage> PreviewAsync(Browser browser, string view, string html)
    {
        var page = await browser.GetAsync(Page);
        return await browser.PostAsync($"{Page}/preview?view={view}", Fields(page, html));
    }

    static (string Name, string Value)[] Fields(BrowserPage page, string html) =>
    [
        .. page.All("form.editor input[name]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? "")),
        ("Html", html),
        ("Text", page.One("#Text").TextContent.TrimStart('\n')),
        ("Sample", "full"),
    ];
}
