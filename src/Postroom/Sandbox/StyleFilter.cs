using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Postroom.Sandbox;

/// <summary>Keeps of a style attribute the declarations that only change how text and boxes look.</summary>
static partial class StyleFilter
{
    const int LongestStyle = 10_000;

    static readonly string[] Colors = ["rgb", "rgba", "hsl", "hsla"];

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
    public static string Filter(string style) =>
        style.Length > LongestStyle ? "" : string.Join("; ", WithoutComments(style).Split(';').Select(Declaration).OfType<string>());

    /// <summary>Calls back with each address that would have been loaded.</summary>
    public static void Addresses(string style, Action<string> blocked)
    {
        foreach (var match in Address().EnumerateMatches(style)) blocked(style.Substring(match.Index, match.Length));
    }

    // A comment that is not closed stays: its asterisk is no harmless letter.
    static string WithoutComments(string style)
    {
        var start = style.IndexOf("/*", StringComparison.Ordinal);
        if (start < 0) return style;
        var (text, at) = (new StringBuilder(style.Length), 0);
        for (; start >= 0; start = style.IndexOf("/*", at, StringComparison.Ordinal))
        {
            var end = style.IndexOf("*/", start + 2, StringComparison.Ordinal);
            if (end < 0) break;
            text.Append(style, at, start - at).Append(' ');
            at = end + 2;
        }

        return text.Append(style, at, style.Length - at).ToString();
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
        && HasOnlyColorFunctions(value);

    static bool HasOnlyColorFunctions(string value)
    {
        for (var open = value.IndexOf('(', StringComparison.Ordinal); open >= 0; open = value.IndexOf('(', open + 1))
        {
            var before = value.AsSpan(0, open);
            var name = before[(before.LastIndexOfAny(" ,(/") + 1)..];
            if (!Colors.Contains(name.ToString().ToLowerInvariant())) return false;
        }

        return true;
    }

    [GeneratedRegex(@"https?://[^\s""')]{1,2000}|//[^\s""')]{1,2000}", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[\p{L}\p{N} #%.,+\-!'""()/]+$", RegexOptions.None, 1_000)]
    private static partial Regex Value();
}
