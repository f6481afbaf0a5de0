using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;
using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Settings;

namespace Postroom.EndToEnd.Tests;

/// <summary>
/// Every letter with every sample as Chromium draws it, 600 and 320 pixels wide: a phone needs no sideways scroll and axe
/// finds nothing.
/// </summary>
public sealed class LettersForEverybody
{
    const string Logo = """
        <svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40"><rect width="40" height="40" rx="8" fill="#1f5fbf"/>
        <path d="M10 14h20v14H10zM10 14l10 8 10-8" fill="none" stroke="#fff" stroke-width="2.5"/><text x="50" y="27" font-family="sans-serif" font-size="20" fill="#5b7fc4">Acme</text></svg>
        """;

    [Theory, InlineData("en", ColorScheme.Light), InlineData("en", ColorScheme.Dark), InlineData("ja", ColorScheme.Light), InlineData("ja", ColorScheme.Dark)]
    public async Task Every_letter_fits_and_can_be_read(string language, ColorScheme scheme)
    {
        await using var browser = await ConsoleBrowser.StartAsync(language: language);
        await browser.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        var letters = new LetterRenderer(new Product(await LogoAsync(browser)), templates: null, NullLogger<LetterRenderer>.Instance);
        List<string> found = [];

        foreach (var (letter, sample) in LetterCatalog.All.SelectMany(letter => letter.Samples.Names.Select(sample => (letter, sample))))
        {
            var rendered = letters.Render(new LetterRequest
            {
                Letter = letter.Name,
                Language = Language.Find(language)!,
                Model = (JsonObject)letter.Samples.Get(sample, language).DeepClone(),
                NoImages = sample == letter.Samples.Names[^1] && letter.Samples.Names.Count > 1,
            });
            await browser.Page.SetContentAsync(rendered.Images.Aggregate(rendered.Html!, (html, image) =>
                html.Replace($"cid:{image.ContentId}", "data:image/png;base64," + Convert.ToBase64String(image.Png.Span), StringComparison.Ordinal)));
            foreach (var width in new[] { 600, 320 })
            {
                await browser.Page.SetViewportSizeAsync(width, 400);
                if (await browser.SidewaysAsync() > 0) found.Add($"{letter.Name} {sample} {width}: sideways");
                await browser.PictureAsync($"letter-{letter.Name}-{sample}-{language}-{scheme}-{width}");
            }

            found.AddRange((await browser.ViolationsAsync()).Where(IsOfTheLetter).Select(violation => $"{letter.Name} {sample}: {violation}"));
        }

        Assert.Empty(found);
    }

    // Landmarks belong to pages; a letter is shown within one.
    static bool IsOfTheLetter(string violation) =>
        !violation.Contains(" region:", StringComparison.Ordinal) && !violation.Contains(" landmark-one-main:", StringComparison.Ordinal);

    static async Task<byte[]> LogoAsync(ConsoleBrowser browser)
    {
        await browser.Page.SetContentAsync($"<body style='margin:0;width:120px'>{Logo}</body>");
        return await browser.Page.Locator("svg").ScreenshotAsync(new LocatorScreenshotOptions { OmitBackground = true });
    }

    sealed class Product(byte[] logo) : IProductSettings
    {
        public ProductSettings Current { get; } = new()
        {
            SiteUrl = new Uri("https://post.example.com"),
            Name = "Acme Post",
            Footer = "Acme K.K., Marunouchi 1-1, Tokyo",
            LogoPng = logo,
        };
    }
}
