using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postroom.Settings;

/// <summary>The stored form of the product settings.</summary>
static class ProductDocument
{
    public static string Write(ProductSettings settings) => new JsonObject
    {
        ["site"] = settings.HasSiteUrl ? settings.SiteUrl.AbsoluteUri : null,
        ["name"] = settings.Name,
        ["language"] = settings.Language,
        ["accentColor"] = settings.AccentColor,
        ["footer"] = settings.Footer,
        ["logo"] = settings.LogoPng.IsEmpty ? null : Convert.ToBase64String(settings.LogoPng.Span),
    }.ToJsonString();

    /// <summary>The settings; what is missing or broken has its default value.</summary>
    public static ProductSettings Read(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject document) return new ProductSettings();
            var form = new ProductForm
            {
                SiteUrl = Text(document, "site") ?? SetByHand(Text(document, "siteUrl")),
                Name = Text(document, "name"),
                Language = Text(document, "language"),
                AccentColor = Text(document, "accentColor"),
                Footer = Text(document, "footer"),
            };
            var (settings, problems) = ProductRules.Read(form, new ProductSettings());
            return (problems.Count == 0 ? settings : new ProductSettings()) with { LogoPng = Logo(Text(document, "logo")) };
        }
        catch (JsonException) { return new ProductSettings(); }
    }

    /// <summary>What differs, fit for people's eyes.</summary>
    public static IReadOnlyList<SettingsChange> Between(ProductSettings before, ProductSettings after)
    {
        var (old, now) = (ProductForm.Of(before), ProductForm.Of(after));
        IEnumerable<SettingsChange> all =
        [
            new(nameof(ProductForm.SiteUrl), old.SiteUrl!, now.SiteUrl!),
            new(nameof(ProductForm.Name), old.Name!, now.Name!),
            new(nameof(ProductForm.Language), old.Language!, now.Language!),
            new(nameof(ProductForm.AccentColor), old.AccentColor!, now.AccentColor!),
            new(nameof(ProductForm.Footer), old.Footer!, now.Footer!),
        ];
        var changes = all.Where(change => change.Before != change.After).ToList();
        if (!before.LogoPng.Span.SequenceEqual(after.LogoPng.Span))
            changes.Add(new SettingsChange(nameof(ProductForm.Logo), Size(before.LogoPng), Size(after.LogoPng)));
        return changes;
    }

    // Versions before kept the default of then with every other change: nobody had set it.
    static string? SetByHand(string? siteUrl) => siteUrl is "http://localhost:8025/" ? null : siteUrl;

    static string Size(ReadOnlyMemory<byte> logo) => logo.IsEmpty ? "" : $"PNG, {logo.Length} B";

    static string? Text(JsonObject document, string name) => document[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    static byte[] Logo(string? base64)
    {
        var bytes = new byte[ProductRules.MaximumLogoBytes];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : [];
    }
}
