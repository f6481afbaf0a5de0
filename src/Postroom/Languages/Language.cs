using System.Globalization;
using System.Reflection;

namespace Postroom.Languages;

/// <summary>A language the product speaks. Which they are is found from the files beside this one.</summary>
/// <param name="Culture">The language, such as <c>ja</c>.</param>
public sealed record Language(CultureInfo Culture)
{
    /// <summary>English, in which every text exists.</summary>
    public static Language English { get; } = new(CultureInfo.GetCultureInfo("en"));

    /// <summary>All of them, English first, the others by tag.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, .. Added()];

    /// <summary>The language tag (RFC 5646), such as <c>ja</c>.</summary>
    public string Tag => Culture.Name;

    /// <summary>What its speakers call it, such as <c>日本語</c>.</summary>
    public string Name => Culture.NativeName;

    /// <summary>The language for a tag such as <c>ja</c> or <c>ja-JP</c>; null: not spoken here.</summary>
    public static Language? Find(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag)) return null;
        var primary = tag.Trim().Split('-', 2)[0];
        return All.FirstOrDefault(language => language.Tag.Equals(tag.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(language => language.Tag.Equals(primary, StringComparison.OrdinalIgnoreCase));
    }

    // The build writes one attribute for each Texts.*.resx, so that a single-file program finds them too.
    static IEnumerable<Language> Added() =>
        typeof(Language).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key == "Language" && attribute.Value is not null)
            .Select(attribute => attribute.Value!)
            .Order(StringComparer.Ordinal)
            .Select(tag => new Language(CultureInfo.GetCultureInfo(tag)));
}
