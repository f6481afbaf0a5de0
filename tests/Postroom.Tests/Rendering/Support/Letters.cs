using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Settings;

namespace Postroom.Tests.Rendering.Support;

/// <summary>Letters of a product with a name, a footer and a logo.</summary>
public static class Letters
{
    public static readonly ProductSettings Product = new()
    {
        SiteUrl = new Uri("https://postroom.example"),
        Name = "Postroom",
        Footer = "Example K.K., Marunouchi, Tokyo",
        LogoPng = new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' },
    };

    public static LetterRenderer Renderer { get; } = Of(Product);

    /// <summary>Every letter with every sample in every language.</summary>
    public static TheoryData<string, string, string> All =>
    [
        .. from letter in LetterCatalog.All
           from sample in letter.Samples.Names
           from language in Language.All
           select new TheoryDataRow<string, string, string>(letter.Name, sample, language.Tag),
    ];

    public static LetterRenderer Of(ProductSettings product) => new(new FixedProduct(product), Templates(), NullLogger<LetterRenderer>.Instance);

    /// <summary>No template is changed, and the store is never asked.</summary>
    public static TemplateStore Templates() => new(new SettingsJournal(null!, null!, TimeProvider.System));

    public static JsonObject Model(string letter, string? sample = null, string language = "en") =>
        LetterCatalog.Find(letter)!.Samples.Get(sample, language);

    public static RenderedLetter Render(string letter, string? sample = null, string language = "en") =>
        Render(letter, Model(letter, sample, language), language);

    public static RenderedLetter Render(string letter, JsonObject model, string language = "en") =>
        Renderer.Render(new LetterRequest { Letter = letter, Language = Language.Find(language)!, Model = model });

    /// <summary>What the template of a letter sees.</summary>
    internal static Dictionary<string, object?> Values(Letter letter, string language)
    {
        var request = new LetterRequest { Letter = letter.Name, Language = Language.Find(language)!, Model = letter.Samples.Get(null, language) };
        var values = LetterValues.Read(letter.Model, request.Model, new RenderMeter(CancellationToken.None));
        CommonValues.AddTo(values, Product, request);
        return values;
    }

    public sealed class FixedProduct(ProductSettings product) : IProductSettings
    {
        public ProductSettings Current => product;
    }
}
