using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Editing;

/// <summary>Says before a template is saved whether every letter could be written with it, and whether it is safe to send.</summary>
public static class TemplateCheck
{
    /// <summary>The most characters of HTML or text.</summary>
    public const int MaximumLength = 60_000;

    /// <summary>The most characters of a subject.</summary>
    public const int MaximumSubject = 1_000;

    const string LinkMissing = "Template.LinkMissing";
    const string LinkMissingHtml = "Template.LinkMissingHtml";

    /// <summary>All that is wrong; empty: it may be saved.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="source">The template.</param>
    /// <param name="language">The language tag, for the pieces it uses.</param>
    public static IReadOnlyList<TemplateProblem> Check(Letter letter, LetterSource source, string language)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(source);
        List<TemplateProblem> problems =
        [
            .. Part(letter, nameof(LetterSource.Subject), source.Subject, "text", language, MaximumSubject),
            .. Part(letter, nameof(LetterSource.Html), source.Html, "html", language, MaximumLength),
            .. Part(letter, nameof(LetterSource.Text), source.Text, "text", language, MaximumLength),
        ];
        return problems.Count > 0 && !problems.TrueForAll(IsMissingLink) ? problems : [.. Engine(letter, source, language), .. problems];
    }

    /// <summary>Whether a problem keeps a template from being saved, but not from being looked at.</summary>
    public static bool IsMissingLink(TemplateProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.MessageKey is LinkMissing or LinkMissingHtml;
    }

    static IEnumerable<TemplateProblem> Part(Letter letter, string part, string source, string format, string language, int most)
    {
        var findings = new Findings(part, source);
        if (source.Length > most) { findings.Add(most, "Template.TooLong", most); return findings.All; }
        if (string.IsNullOrWhiteSpace(source)) { findings.Add(0, "Template.Empty"); return findings.All; }

        var isHtml = format == "html";
        var tags = TemplateScanner.Scan(source);
        if (!TemplateBounds.Allow(tags, TemplateBounds.MaximumTags, findings)) return findings.All;
        new ValueCheck(letter, format, language, findings).Walk(tags);
        if (isHtml) HtmlCheck.Walk(letter, source, tags, findings);
        if (!findings.All.Any() && part != nameof(LetterSource.Subject)) Links(letter, part, source, isHtml, language, findings);
        return findings.All;
    }

    // What is left is for the engine to say, with the pieces put in.
    static IEnumerable<TemplateProblem> Engine(Letter letter, LetterSource source, string language)
    {
        var problem = default(TemplateProblem);
        try { CompiledLetters.Of(letter, source, language); }
        catch (TemplateProblemException fault) { problem = fault.Problem; }
        return problem is null ? [] : [problem];
    }

    static void Links(Letter letter, string part, string source, bool isHtml, string language, Findings findings)
    {
        if (Expanded(letter, part, source, language) is not { } expanded) return;
        var values = TemplateScanner.Scan(expanded).Where(tag => tag.Kind == TagKind.Value).ToList();
        foreach (var link in letter.Model.MustLink)
        {
            var isThere = values.Exists(tag => tag.Name == link && (!isHtml || expanded.AsSpan(0, tag.Start).TrimEnd().EndsWith("href=\"", StringComparison.OrdinalIgnoreCase)));
            if (!isThere) findings.Add(0, isHtml ? LinkMissingHtml : LinkMissing, link);
        }
    }

    // Null: the engine says why.
    static string? Expanded(Letter letter, string part, string source, string language)
    {
        try { return CompiledLetter.Expand(letter, part, source, language); }
        catch (FormatException) { return null; }
    }
}
