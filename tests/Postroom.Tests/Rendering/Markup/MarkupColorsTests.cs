using System.Text.RegularExpressions;
using Postroom.Rendering;
using Postroom.Rendering.Markup;
using Postroom.Tests.Rendering.Support;

namespace Postroom.Tests.Rendering.Markup;

/// <summary>Code and changed lines can be read on either ground (WCAG 2.2 §1.4.3).</summary>
public sealed partial class MarkupColorsTests
{
    // The grounds that show through where a part has none of its own: a comment's and a diff's.
    const string Light = "#f5f7f9";
    const string Dark = "#232930";

    [Fact]
    public void Every_style_has_the_contrast_of_text_on_a_light_ground() => Assert.All(
        [MarkupStyles.Added, MarkupStyles.Removed, MarkupStyles.Kept, MarkupStyles.Place, MarkupStyles.Quotation],
        style => Assert.InRange(
            AccentColors.Contrast(Value(style, "color")!, Value(style, "background-color") ?? Light), 4.5, 21));

    [Theory, InlineData("came"), InlineData("went"), InlineData("kept"), InlineData("place"), InlineData("pre, .mono")]
    public void Every_style_has_the_contrast_of_text_on_a_dark_ground(string name)
    {
        var dark = Letters.Render("pull-request", "commented").Html!.Split("prefers-color-scheme: dark")[1];
        var rule = dark.Split($".{name} {{")[1].Split('}')[0].Replace(" !important", "", StringComparison.Ordinal);

        Assert.InRange(AccentColors.Contrast(Value(rule, "color")!, Value(rule, "background-color") ?? Dark), 4.5, 21);
    }

    static string? Value(string style, string name) =>
        style.Split(';', StringSplitOptions.TrimEntries).Select(part => Declaration().Match(part))
            .Where(match => match.Groups[1].Value == name).Select(match => match.Groups[2].Value).LastOrDefault();

    [GeneratedRegex("^([a-z-]+): ?(.+)$")]
    private static partial Regex Declaration();
}
