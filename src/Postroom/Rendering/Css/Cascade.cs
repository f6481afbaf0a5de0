namespace Postroom.Rendering.Css;

/// <summary>Decides between declarations (CSS Cascading 3 §6): importance, then the style attribute, then specificity, then order.</summary>
static class Cascade
{
    /// <summary>The style attribute's value. The stronger comes later, so that shorthands and their parts fall into place.</summary>
    /// <param name="rules">The rules that match the element.</param>
    /// <param name="own">The style attribute it has; null: none.</param>
    public static string Of(IReadOnlyList<InlineRule> rules, string? own)
    {
        // A block tag in the attribute (`{{#if}}`) cannot be sorted: the attribute stays whole, behind all else.
        var isOpaque = own is not null && own.Contains("{{#", StringComparison.Ordinal);
        var sorted = rules.OrderBy(rule => rule.Specificity).ThenBy(rule => rule.Order).SelectMany(rule => rule.Declarations)
            .Concat(own is null || isOpaque ? [] : StyleReader.Declarations(own))
            .ToList();
        // From the strongest back: what comes second for a property has lost.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var winners = sorted.Where(found => !found.IsImportant).Concat(sorted.Where(found => found.IsImportant))
            .Reverse().Where(found => seen.Add(found.Property)).Reverse();

        // !important has done its work; kept, it would beat the media queries for dark mode.
        var style = string.Join("; ", winners.Select(winner => $"{winner.Property}: {winner.Value}"));
        return isOpaque ? $"{style}; {own}" : style;
    }
}
