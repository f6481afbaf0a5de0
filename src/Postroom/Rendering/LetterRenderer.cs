using System.Collections.Concurrent;
using System.Text;
using Postroom.Settings;

namespace Postroom.Rendering;

/// <summary>Writes letters. Safe for any number of threads; what can be done once for all letters is done once.</summary>
public sealed class LetterRenderer(IProductSettings product)
{
    /// <summary>The most bytes of HTML: beyond 102 kB Gmail cuts a message off.</summary>
    public const int MaximumHtmlBytes = 100_000;

    const int SubjectLength = 250;

    readonly ConcurrentDictionary<(string Letter, string Language), CompiledLetter> _builtIn = new();

    /// <summary>Writes a letter.</summary>
    /// <exception cref="ArgumentException">There is no such letter, or its model lacks what it must have: both are the caller's mistakes.</exception>
    public RenderedLetter Render(LetterRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var letter = LetterCatalog.Find(request.Letter) ?? throw new ArgumentException($"There is no letter called {request.Letter}.", nameof(request));
        var language = request.Language.Tag;
        var values = LetterValues.Read(letter.Model, request.Model);
        var images = CommonValues.AddTo(values, product.Current, request);
        return Write(Compiled(letter, language), letter.Model, values, request.TextOnly, images);
    }

    CompiledLetter Compiled(Letter letter, string language) =>
        _builtIn.GetOrAdd((letter.Name, language), static (key, letter) => CompiledLetter.Of(letter, letter.BuiltIn(key.Language), key.Language), letter);

    static RenderedLetter Write(
        CompiledLetter compiled, LetterModel model, Dictionary<string, object?> values, bool textOnly, IReadOnlyList<InlineImage> images)
    {
        var html = textOnly ? null : compiled.Html.Run(values);
        while (html is not null && Encoding.UTF8.GetByteCount(html) > MaximumHtmlBytes && LetterCut.Shorten(model, values)) html = compiled.Html.Run(values);
        return new RenderedLetter(
            CleanText.Line(compiled.Subject.Run(values), SubjectLength),
            PlainText.Layout(compiled.Text.Run(values)),
            html,
            [.. images.Where(image => html is not null && html.Contains($"cid:{image.ContentId}", StringComparison.Ordinal))]);
    }
}
