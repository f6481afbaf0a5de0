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
            try { return Write(compiled, letter, request, CancellationToken.None); }
            catch (Exception fault) when (fault is HandlebarsException or RenderLimitException)
            {
                // Not tried again: what costs too much once would cost it for every mail.
                if (fault is RenderLimitException) _changed[(letter.Name, language)] = (saved.Version, null);
                Broken(letter.Name, language, saved.Version, fault.Message);
            }
        }

        return Write(BuiltIn(letter, language), letter, request, CancellationToken.None);
    }

    /// <summary>Writes a letter with a template that is not saved, to look at it.</summary>
    /// <param name="request">The letter.</param>
    /// <param name="source">The template.</param>
    /// <param name="cancellationToken">The reader's wish to wait no longer.</param>
    /// <exception cref="TemplateProblemException">The template cannot be used, or writes more than a letter may; it says why in words for people.</exception>
    public RenderedLetter Preview(LetterRequest request, LetterSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(source);
        try { return Write(CompiledLetters.Of(Letter(request), source, request.Language.Tag), Letter(request), request, cancellationToken); }
        catch (HandlebarsException fault) { throw Unusable("Template.Unusable", fault.Message); }
        catch (RenderLimitException fault) { throw Unusable(fault.MessageKey, fault.Most); }

        // Which of the parts it was is seen at once when the others are looked at; HTML is by far the likeliest.
        static TemplateProblemException Unusable(string key, object argument) => new(new TemplateProblem(nameof(LetterSource.Html), 1, 1, key, argument));
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
        catch (Exception fault) when (fault is FormatException) { Broken(letter.Name, language, saved.Version, fault.Message); }
        _changed[(letter.Name, language)] = (saved.Version, compiled);
        return compiled;
    }

    RenderedLetter Write(CompiledLetter compiled, Letter letter, LetterRequest request, CancellationToken cancellationToken)
    {
        var meter = new RenderMeter(cancellationToken);
        var values = LetterValues.Read(letter.Model, request.Model, meter);
        var images = CommonValues.AddTo(values, product.Current, request);
        var html = request.TextOnly ? null : Html(compiled, letter.Model, values, meter);
        return new RenderedLetter(
            CleanText.Line(compiled.Subject.Run(values, meter), SubjectLength),
            PlainText.Layout(compiled.Text.Run(values, meter)),
            html,
            [.. images.Where(image => html is not null && html.Contains($"cid:{image.ContentId}", StringComparison.Ordinal))]);
    }

    // What is too long is written again with fewer entries, until it fits or there is nothing to leave out.
    static string Html(CompiledLetter compiled, LetterModel model, Dictionary<string, object?> values, RenderMeter meter)
    {
        while (true)
        {
            try
            {
                var html = compiled.Html.Run(values, meter);
                if (Encoding.UTF8.GetByteCount(html) <= MaximumHtmlBytes || !LetterCut.Shorten(model, values)) return html;
            }
            catch (RenderLimitException fault) when (fault.IsLength && LetterCut.Shorten(model, values)) { }
        }
    }

    [LoggerMessage(13001, LogLevel.Error, "The changed template of letter {Letter} ({Language}), version {Version}, does not work, so the built-in one is used. Correct it on the page Templates: {Reason}")]
    partial void Broken(string letter, string language, int version, string reason);
}
