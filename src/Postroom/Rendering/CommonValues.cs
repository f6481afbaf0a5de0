using Postroom.Settings;

namespace Postroom.Rendering;

/// <summary>What every letter knows besides its model.</summary>
static class CommonValues
{
    /// <summary>RFC 2392 §2: an address of the letter's own. The part behind the @ need not exist.</summary>
    const string LogoId = "logo@postroom";

    /// <summary>Adds product, brand and language; gives the images the letter may show.</summary>
    public static IReadOnlyList<InlineImage> AddTo(Dictionary<string, object?> values, ProductSettings product, LetterRequest request)
    {
        // A letter in the name of another app has that app's name at its head, and not our logo.
        var appName = values.GetValueOrDefault("appName") as string;
        var hasLogo = appName is null && !product.LogoPng.IsEmpty && !request.NoImages && !request.TextOnly;
        var colors = AccentColors.Of(product.AccentColor);
        var name = CleanText.Line(product.Name, 60);
        values["brand"] = appName ?? name;
        values["language"] = request.Language.Tag;
        values["product"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["siteUrl"] = SafeLink.Of(product.SiteUrl.AbsoluteUri)?.TrimEnd('/'),
            ["footer"] = CleanText.Lines(product.Footer, 500) is { Length: > 0 } footer ? footer : null,
            ["accent"] = colors.Accent,
            ["accentText"] = colors.OnAccent,
            ["accentLink"] = colors.OnLight,
            ["accentDark"] = colors.OnDark,
            ["hasLogo"] = hasLogo,
            ["logo"] = hasLogo ? $"cid:{LogoId}" : null,
        };
        return hasLogo ? [new InlineImage(LogoId, product.LogoPng)] : [];
    }
}
