using HandlebarsDotNet;
using Postroom.HtmlReading;
using Postroom.Rendering.Css;
using Postroom.Rendering.Editing;
using Postroom.Rendering.Syntax;

namespace Postroom.Rendering;

/// <summary>A letter in one language, ready to be written any number of times: pieces put in, styles inlined, compiled.</summary>
sealed record CompiledLetter(CompiledTemplate Subject, CompiledTemplate Html, CompiledTemplate Text)
{
    /// <summary>Compiles. What it takes is bounded whatever the source is, since it may have been saved before there were bounds.</summary>
    /// <exception cref="TemplateProblemException">It cannot be used.</exception>
    public static CompiledLetter Of(Letter letter, LetterSource source, string language) => new(
        Part(letter, nameof(LetterSource.Subject), source.Subject.Trim(), language),
        Part(letter, nameof(LetterSource.Html), source.Html, language),
        Part(letter, nameof(LetterSource.Text), source.Text, language));

    /// <summary>A part with its pieces put in.</summary>
    /// <exception cref="FormatException">A piece is unknown or contains itself.</exception>
    public static string Expand(Letter letter, string part, string source, string language)
    {
        var isHtml = part == nameof(LetterSource.Html);
        return new TemplateExpander(name => letter.Partial(name, isHtml ? "html" : "text", language), isHtml).Expand(source);
    }

    static CompiledTemplate Part(Letter letter, string part, string source, string language)
    {
        try
        {
            Allow(part, source, findings => AllowTyped(source, findings));
            var expanded = Expand(letter, part, source, language);
            var tags = TemplateScanner.Scan(expanded);
            Allow(part, expanded, findings => LoopCheck.Walk(letter, tags, findings));
            Allow(part, expanded, findings => TemplateBounds.Allow(tags, TemplateBounds.MaximumTagsWithPieces, findings));
            return part == nameof(LetterSource.Html)
                ? LetterEngine.Html.Compile(CssInliner.Inline(expanded), tags.Count)
                : LetterEngine.Text.Compile(expanded, tags.Count);
        }
        catch (Exception fault) when (Problem(fault) is not null)
        {
            var (key, argument) = Problem(fault)!.Value;
            throw new TemplateProblemException(new TemplateProblem(part, 1, 1, key, argument));
        }
    }

    static void AllowTyped(string source, Findings findings)
    {
        if (source.Length > TemplateCheck.MaximumLength) findings.Add(0, "Template.TooLong", TemplateCheck.MaximumLength);
        else TemplateBounds.Allow(TemplateScanner.Scan(source), TemplateBounds.MaximumTags, findings);
    }

    static (string Key, object Argument)? Problem(Exception fault) => fault switch
    {
        TemplateProblemException => null,
        RenderLimitException limit => (limit.MessageKey, limit.Most),
        HtmlTreeTooLargeException => ("Template.TooManyElements", HtmlTree.MaximumElements),
        HandlebarsException or FormatException => ("Template.Unusable", fault.Message),
        _ => null,
    };

    static void Allow(string part, string source, Action<Findings> look)
    {
        var findings = new Findings(part, source);
        look(findings);
        if (findings.All.FirstOrDefault() is { } problem) throw new TemplateProblemException(problem);
    }
}
