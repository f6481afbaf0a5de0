using System.Collections.Concurrent;
using System.Text;
using HandlebarsDotNet;
using Microsoft.Extensions.Logging;
using Postroom.Rendering.Editing;
using Postroom.Settings;

namespace Postroom.Rendering;

/// <summary>Writes letters. Safe for any number of threads; what can be done once for all letters is done once.</summary>
/// <param name="product">Name, logo, colours and footer.</param>
/// <param name="templates">What people have changed; null: nothing, as nobody keeps settings.</param>
/// <param name="logger">The log.</param>
public sealed partial class LetterRenderer(IProductSettings product, TemplateStore? templates, ILogger<LetterRenderer> logger)
{
    /// <summary>The most bytes of HTML: beyond 102 kB Gmail cuts a message off.</summary>
    public const int MaximumHtmlBytes = 100_000;

    const int SubjectLength = 250;

    readonly ConcurrentDictionary<(string Letter, string Language), CompiledLetter> _builtIn = new();
    readonly ConcurrentDictionary<(string Letter, string Language), (int Version, CompiledLetter? Letter)> _changed = new();

    /// <summary>Writes a letter.</summary>
    /// <exception cref="ArgumentException">There is no such letter, or its model lacks what it must have: both are the caller's mistakes.</exception>
    public RenderedLetter Render(LetterRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var letter = Letter(request);
        var language = request.Language.Tag;
        if (templates?.Find(letter.Name, language) is { } saved && Changed(letter, language, saved) is { } compiled)
        {
            try { return Write(compiled, letter, request); }
            catch (HandlebarsException fault) { Broken(letter.Name, language, saved.Version, fault.Message); }
        }

        return Write(BuiltIn(letter, language), letter, request);
    }

    /// <summary>Writes a letter with a template that is not saved, to look at it.</summary>
    /// <param name="request">The letter.</param>
    /// <param name="source">The template.</param>
    /// <exception cref="FormatException">The template cannot be used; <see cref="TemplateCheck"/> says why in words for people.</exception>
    public RenderedLetter Preview(LetterRequest request, LetterSource source)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(source);
        try { return Write(CompiledLetter.Of(Letter(request), source, request.Language.Tag), Letter(request), request); }
        catch (HandlebarsException fault) { throw new FormatException(fault.Message, fault); }
    }

    static Letter Letter(LetterRequest request) =>
        LetterCatalog.Find(request.Letter) ?? throw new ArgumentException($"There is no letter called {request.Letter}.", nameof(request));

    CompiledLetter BuiltIn(Letter letter, string language) =>
        _builtIn.GetOrAdd((letter.Name, language), static (key, letter) => CompiledLetter.Of(letter, letter.BuiltIn(key.Language), key.Language), letter);

    // A version is compiled once; one that cannot be is remembered as such, and the letter goes out as the product writes it.
    CompiledLetter? Changed(Letter letter, string language, SavedTemplate saved)
    {
        if (_changed.TryGetValue((letter.Name, language), out var known) && known.Version == saved.Version) return known.Letter;
        var compiled = default(CompiledLetter);
        try { compiled = CompiledLetter.Of(letter, saved.Source!, language); }
        catch (Exception fault) when (fault is FormatException or HandlebarsException) { Broken(letter.Name, language, saved.Version, fault.Message); }
        _changed[(letter.Name, language)] = (saved.Version, compiled);
        return compiled;
    }

    RenderedLetter Write(CompiledLetter compiled, Letter letter, LetterRequest request)
    {
        var values = LetterValues.Read(letter.Model, request.Model);
        var images = CommonValues.AddTo(values, product.Current, request);
        var html = request.TextOnly ? null : compiled.Html.Run(values);
        while (html is not null && Encoding.UTF8.GetByteCount(html) > MaximumHtmlBytes && LetterCut.Shorten(letter.Model, values)) html = compiled.Html.Run(values);
        return new RenderedLetter(
            CleanText.Line(compiled.Subject.Run(values), SubjectLength),
            PlainText.Layout(compiled.Text.Run(values)),
            html,
            [.. images.Where(image => html is not null && html.Contains($"cid:{image.ContentId}", StringComparison.Ordinal))]);
    }

    [LoggerMessage(13001, LogLevel.Error, "The changed template of letter {Letter} ({Language}), version {Version}, does not work, so the built-in one is used. Correct it on the page Templates: {Reason}")]
    partial void Broken(string letter, string language, int version, string reason);
}
