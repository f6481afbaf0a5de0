using HandlebarsDotNet;
using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Editing;

/// <summary>Says before a template is saved whether every letter could be written with it, and whether it is safe to send.</summary>
public static class TemplateCheck
{
    /// <summary>The most characters of HTML or text.</summary>
    public const int MaximumLength = 60_000;

    /// <summary>The most characters of a subject.</summary>
    public const int MaximumSubject = 1_000;

    /// <summary>All that is wrong; empty: it may be saved.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="source">The template.</param>
    /// <param name="language">The language tag, for the pieces it uses.</param>
    public static IReadOnlyList<TemplateProblem> Check(Letter letter, LetterSource source, string language)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(source);
        return
        [
            .. Part(letter, nameof(LetterSource.Subject), source.Subject, "text", language, MaximumSubject),
            .. Part(letter, nameof(LetterSource.Html), source.Html, "html", language, MaximumLength),
            .. Part(letter, nameof(LetterSource.Text), source.Text, "text", language, MaximumLength),
        ];
    }

    static IEnumerable<TemplateProblem> Part(Letter letter, string part, string source, string format, string language, int most)
    {
        var findings = new Findings(part, source);
        if (source.Length > most) { findings.Add(most, "Template.TooLong", most); return findings.All; }
        if (string.IsNullOrWhiteSpace(source)) { findings.Add(0, "Template.Empty"); return findings.All; }

        var isHtml = format == "html";
        var tags = TemplateScanner.Scan(source);
        new ValueCheck(letter, format, language, findings).Walk(tags);
        if (isHtml) HtmlCheck.Walk(letter, source, tags, findings);
        if (!findings.All.Any()) Whole(letter, part, source, isHtml, language, findings);
        return findings.All;
    }

    // With the pieces put in: the links the letter must show, and whether the engine takes it.
    static void Whole(Letter letter, string part, string source, bool isHtml, string language, Findings findings)
    {
        try
        {
            var expanded = new TemplateExpander(name => letter.Partial(name, isHtml ? "html" : "text", language), isHtml).Expand(source);
            (isHtml ? LetterEngine.Html : LetterEngine.Text).Compile(expanded);
            if (part != nameof(LetterSource.Subject)) Links(letter, expanded, isHtml, findings);
        }
        catch (Exception fault) when (fault is FormatException or HandlebarsException) { findings.Add(0, "Template.Unusable", fault.Message); }
    }

    static void Links(Letter letter, string expanded, bool isHtml, Findings findings)
    {
        var values = TemplateScanner.Scan(expanded).Where(tag => tag.Kind == TagKind.Value).ToList();
        foreach (var link in letter.Model.MustLink)
        {
            var isThere = values.Any(tag => tag.Name == link && (!isHtml || expanded.AsSpan(0, tag.Start).TrimEnd().EndsWith("href=\"", StringComparison.OrdinalIgnoreCase)));
            if (!isThere) findings.Add(0, isHtml ? "Template.LinkMissingHtml" : "Template.LinkMissing", link);
        }
    }
}
