using System.Buffers.Binary;

namespace Postroom.Settings;

/// <summary>Reads product settings out of a form, and says all that is wrong with it at once.</summary>
static class ProductRules
{
    /// <summary>The most bytes of a logo: it travels with every letter.</summary>
    public const int MaximumLogoBytes = 64 * 1024;

    const int MaximumName = 60;
    const int MaximumFooter = 500;
    const int MaximumUrl = 200;
    const int MaximumPixels = 2_000;

    static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The settings, complete only when there is no problem.</summary>
    /// <param name="form">What was typed.</param>
    /// <param name="former">What was in force.</param>
    public static (ProductSettings Settings, IReadOnlyList<SettingsProblem> Problems) Read(ProductForm form, ProductSettings former)
    {
        var problems = new List<SettingsProblem>();
        var whole = form.Or(ProductForm.Of(former));
        var siteUrl = whole.SiteUrl!.Trim();
        var settings = new ProductSettings
        {
            HasSiteUrl = siteUrl.Length > 0,
            SiteUrl = siteUrl.Length == 0 ? new ProductSettings().SiteUrl : Url(siteUrl, problems) ?? former.SiteUrl,
            Name = Line(nameof(ProductForm.Name), whole.Name!, MaximumName, isRequired: true, problems),
            Language = Language(whole.Language!.Trim(), problems),
            AccentColor = Color(whole.AccentColor!.Trim(), problems),
            Footer = Line(nameof(ProductForm.Footer), whole.Footer!.ReplaceLineEndings("\n"), MaximumFooter, isRequired: false, problems),
            LogoPng = form.RemoveLogo ? default : form.Logo is { } logo ? Png(logo, problems) : former.LogoPng,
        };
        return (settings, problems);
    }

    // Only scheme, host, port and path: everything else would end up in the middle of a link.
    static Uri? Url(string text, List<SettingsProblem> problems)
    {
        if (text.Length <= MaximumUrl && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.Host.Length > 0 && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0)
        {
            return new Uri(url.AbsoluteUri.TrimEnd('/'));
        }

        problems.Add(new SettingsProblem(nameof(ProductForm.SiteUrl), "Problem.Product.SiteUrl"));
        return null;
    }

    static string Line(string field, string text, int most, bool isRequired, List<SettingsProblem> problems)
    {
        var trimmed = text.Trim();
        if (isRequired && trimmed.Length == 0) problems.Add(new SettingsProblem(field, "Problem.Product.Missing"));
        if (trimmed.Length > most) problems.Add(new SettingsProblem(field, "Problem.TooLong", most));
        if (trimmed.Any(letter => char.IsControl(letter) && (isRequired || letter != '\n'))) problems.Add(new SettingsProblem(field, "Problem.Product.Control"));
        return trimmed;
    }

    static string Language(string tag, List<SettingsProblem> problems)
    {
        if (Languages.Language.Find(tag) is { } language) return language.Tag;
        problems.Add(new SettingsProblem(nameof(ProductForm.Language), "Problem.Product.Language"));
        return tag;
    }

    static string Color(string text, List<SettingsProblem> problems)
    {
        if (text is not ['#', _, _, _, _, _, _] || !text.Skip(1).All(char.IsAsciiHexDigit))
            problems.Add(new SettingsProblem(nameof(ProductForm.AccentColor), "Problem.Product.Color"));
        return text.ToLowerInvariant();
    }

    // The bytes say what it is, not its name: signature and header chunk (PNG 3rd edition §5.2, §11.2.2).
    static ReadOnlyMemory<byte> Png(ReadOnlyMemory<byte> logo, List<SettingsProblem> problems)
    {
        var bytes = logo.Span;
        if (bytes.Length > MaximumLogoBytes) problems.Add(new SettingsProblem(nameof(ProductForm.Logo), "Problem.Product.LogoSize", MaximumLogoBytes / 1024));
        else if (bytes.Length < 45 || !bytes.StartsWith(PngSignature) || !bytes[12..16].SequenceEqual("IHDR"u8))
            problems.Add(new SettingsProblem(nameof(ProductForm.Logo), "Problem.Product.LogoPng"));
        else if (Pixels(bytes[16..]) is 0 or > MaximumPixels || Pixels(bytes[20..]) is 0 or > MaximumPixels)
            problems.Add(new SettingsProblem(nameof(ProductForm.Logo), "Problem.Product.LogoPixels", MaximumPixels));
        return logo;
    }

    static uint Pixels(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
