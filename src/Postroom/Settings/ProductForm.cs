namespace Postroom.Settings;

/// <summary>The product settings as typed. Null: not given, which keeps the value in force.</summary>
public sealed record ProductForm
{
    /// <summary>See <see cref="ProductSettings.SiteUrl"/>.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>See <see cref="ProductSettings.Name"/>.</summary>
    public string? Name { get; init; }

    /// <summary>See <see cref="ProductSettings.Language"/>.</summary>
    public string? Language { get; init; }

    /// <summary>See <see cref="ProductSettings.AccentColor"/>.</summary>
    public string? AccentColor { get; init; }

    /// <summary>See <see cref="ProductSettings.Footer"/>.</summary>
    public string? Footer { get; init; }

    /// <summary>A new logo; null: the one in force stays, unless <see cref="RemoveLogo"/>.</summary>
    public ReadOnlyMemory<byte>? Logo { get; init; }

    /// <summary>Whether the logo goes. The default value is <see langword="false"/>.</summary>
    public bool RemoveLogo { get; init; }

    /// <summary>The settings as a form shows them.</summary>
    public static ProductForm Of(ProductSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ProductForm
        {
            SiteUrl = settings.HasSiteUrl ? settings.SiteUrl.AbsoluteUri.TrimEnd('/') : "",
            Name = settings.Name,
            Language = settings.Language,
            AccentColor = settings.AccentColor,
            Footer = settings.Footer,
        };
    }

    /// <summary>This form, with what it does not give taken from another.</summary>
    public ProductForm Or(ProductForm other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with
        {
            SiteUrl = SiteUrl ?? other.SiteUrl,
            Name = Name ?? other.Name,
            Language = Language ?? other.Language,
            AccentColor = AccentColor ?? other.AccentColor,
            Footer = Footer ?? other.Footer,
            Logo = Logo ?? other.Logo,
            RemoveLogo = RemoveLogo || other.RemoveLogo,
        };
    }
}
