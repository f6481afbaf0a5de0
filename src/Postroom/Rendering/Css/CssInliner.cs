using System.Text;
using AngleSharp.Dom;
using Postroom.HtmlReading;
using Postroom.Rendering.Editing;
using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Css;

/// <summary>
/// Moves the rules of <c>style</c> elements into <c>style</c> attributes, for mail programs that know no style sheets.
/// Works on a template: its tags are out of sight while the HTML is read, and the source is edited in place, so that
/// nothing but the style attributes changes and the work is done once for all letters.
/// </summary>
static class CssInliner
{
    /// <summary>Inlines. Media queries, other at-rules, rules with pseudo-classes, and style elements with <c>data-embed</c> stay in the head.</summary>
    /// <param name="source">HTML, with Handlebars tags or without.</param>
    public static string Inline(string source)
    {
        var html = WithoutTags(source);
        using var document = HtmlTree.Parse(html, CancellationToken.None);
        var tags = StartTag.All(source, html);
        var edits = new List<SourceEdit>();
        var rules = new RuleMatcher();
        var added = 0;
        foreach (var style in document.QuerySelectorAll("style"))
        {
            if (TagOf(style) is { } tag) edits.AddRange(TakeRules(source, tag, style.HasAttribute("data-embed"), rules));
        }

        foreach (var element in document.Body?.QuerySelectorAll("*").Prepend(document.Body) ?? [])
        {
            var matching = rules.Matching(element);
            if (matching.Count == 0 || TagOf(element) is not { } tag) continue;
            edits.Add(tag.WithStyle(Cascade.Of(matching, tag.Style)));
            added += edits[^1].Text.Length;
            if (added > TemplateBounds.MaximumInlined) throw new RenderLimitException("Template.InlinedTooLong", TemplateBounds.MaximumInlined);
        }

        return SourceEdit.Apply(source, edits);

        // Null: the parser made the element up, such as a missing tbody.
        StartTag? TagOf(IElement element) => tags.GetValueOrDefault(element.SourceReference?.Position.Index ?? -1);
    }

    static IEnumerable<SourceEdit> TakeRules(string source, StartTag tag, bool stays, RuleMatcher rules)
    {
        var end = source.IndexOf("</style", tag.End, StringComparison.OrdinalIgnoreCase);
        var close = end < 0 ? -1 : source.IndexOf('>', end);
        if (close < 0) yield break;
        if (stays)
        {
            yield return new SourceEdit(tag.Start, tag.End, "<style>");
            yield break;
        }

        var (read, atRules) = StyleReader.Sheet(source[tag.End..end]);
        var kept = new List<string>();
        foreach (var rule in read) kept.AddRange(Take(rule, rules));
        kept.AddRange(atRules);
        yield return kept.Count > 0
            ? new SourceEdit(tag.End, end, $"\n{string.Join('\n', kept)}\n")
            : new SourceEdit(tag.Start, close + 1, "");
    }

    // What cannot be inlined is given back as it was written.
    static IEnumerable<string> Take(StyleRule rule, RuleMatcher rules)
    {
        var dynamic = rule.Selectors.Where(text => text.Contains(':', StringComparison.Ordinal) || !rules.Add(text, rule.Declarations)).ToList();

        if (dynamic.Count == rule.Selectors.Count) yield return rule.Source;
        else if (dynamic.Count > 0) yield return $"{string.Join(", ", dynamic)} {rule.Source[BodyOf(rule)..]}";
    }

    static int BodyOf(StyleRule rule) => rule.Source.IndexOf('{', StringComparison.Ordinal);

    // The same length, so that every place in the document is a place in the source.
    static string WithoutTags(string source)
    {
        var text = new StringBuilder(source);
        foreach (var tag in TemplateScanner.Scan(source))
        {
            for (var at = tag.Start; at < tag.End; at++)
            {
                if (text[at] != '\n') text[at] = ' ';
            }
        }

        return text.ToString();
    }
}
