namespace Postroom.Settings;

/// <summary>What the product that sends calls itself, and where it lives. Letters, links and pages show it.</summary>
public sealed record ProductSettings
{
    /// <summary>The address people reach the console and their pages at, no slash at its end; every link in a mail starts with it.</summary>
    /// <remarks>Never taken from a request: a forged Host header must not reach a mail. The default value is the address really served (<see cref="ServedAddress"/>).</remarks>
    public Uri SiteUrl { get; init; } = ServedAddress.Usual;

    /// <summary>Whether somebody has set <see cref="SiteUrl"/>. The default value is <see langword="false"/>.</summary>
    public bool HasSiteUrl { get; init; }

    /// <summary>The product's name, 1 to 60 characters. The default value is <c>Postroom</c>.</summary>
    public string Name { get; init; } = "Postroom";

    /// <summary>The language of mail to people whose own is unknown, such as <c>ja</c>. The default value is <c>en</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The colour of buttons and links, <c>#rrggbb</c>. The default value is <c>#1f5fbf</c>.</summary>
    public string AccentColor { get; init; } = "#1f5fbf";

    /// <summary>A line at the foot of every letter, such as the operator's name and address; empty: none.</summary>
    public string Footer { get; init; } = "";

    /// <summary>The logo as a PNG, at most 64 KiB; empty: the name in letters.</summary>
    public ReadOnlyMemory<byte> LogoPng { get; init; }
}

/// <summary>Knows the product settings of the moment. Cheap: asked for every letter and page.</summary>
public interface IProductSettings
{
    /// <summary>The settings now in force.</summary>
    ProductSettings Current { get; }
}
