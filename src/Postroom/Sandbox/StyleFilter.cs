using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Postroom.Sandbox;

/// <summary>Keeps of a style attribute the declarations that only change how text and boxes look.</summary>
static partial class StyleFilter
{
    static readonly FrozenSet<string> Properties = """
        background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
        border-bottom-left-radius border-bottom-right-radius border-collapse border-color border-left border-left-color
        border-left-style border-left-width border-radius border-right border-right-color border-right-style border-right-width
        border-spacing border-style border-top border-top-color border-top-left-radius border-top-right-radius border-top-style
        border-top-width border-width box-sizing caption-side clear color direction display empty-cells float font font-family
        font-size font-style font-variant font-weight height letter-spacing line-height list-style list-style-type margin
        margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width opacity overflow
        overflow-wrap padding padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration
        text-decoration-color text-decoration-line text-decoration-style text-indent text-transform unicode-bidi vertical-align
        visibility white-space width word-break word-spacing word-wrap
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The harmless declarations.</summary>
    /// <param name="style">The attribute's value.</param>
    /// <param name="blocked">Called with each address that would have been loaded.</param>
    public static string Filter(string style, Action<string> blocked)
    {
        if (style.Length > 10_000) return "";
        foreach (var match in Address().EnumerateMatches(style)) blocked(style.Substring(match.Index, match.Length));

        var kept = Comment().Replace(style, " ").Split(';').Select(Declaration).OfType<string>();
        return string.Join("; ", kept);
    }

    static string? Declaration(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return null;
        var property = text[..colon].Trim().ToLowerInvariant();
        var value = text[(colon + 1)..].Trim();
        return Properties.Contains(property) && IsHarmless(value) ? $"{property}: {value}" : null;
    }

    /// <summary>Words, numbers, colours and quoted names. A backslash could spell any other word, so there is none.</summary>
    static bool IsHarmless(string value) =>
        value.Length is > 0 and <= 500
        && Value().IsMatch(value)
        && value.Count(letter => letter == '"') % 2 == 0
        && value.Count(letter => letter == '\'') % 2 == 0
        && Function().Matches(value).All(match => match.Value.ToLowerInvariant() is "rgb(" or "rgba(" or "hsl(" or "hsla(");

    [GeneratedRegex(@"https?://[^\s""')]{1,2000}|//[^\s""')]{1,2000}", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Address();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline, 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[\p{L}\p{N} #%.,+\-!'""()/]+$", RegexOptions.None, 1_000)]
    private static partial Regex Value();

    [GeneratedRegex(@"[^\s,(]*\(", RegexOptions.None, 1_000)]
    private static partial Regex Function();
}
