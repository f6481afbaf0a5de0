using Postroom.Rendering;

namespace Postroom.Tests.Rendering;

public sealed class AccentColorsTests
{
    [Theory, InlineData("#1f5fbf"), InlineData("#ffff00"), InlineData("#000000"), InlineData("#ffffff"), InlineData("#c0c0c0"), InlineData("#FF0000"), InlineData("red;}"), InlineData("")]
    public void Whatever_the_accent_every_pair_can_be_read(string accent)
    {
        var colors = AccentColors.Of(accent);

        Assert.InRange(AccentColors.Contrast(colors.Accent, colors.OnAccent), 4.5, 21);
        Assert.InRange(AccentColors.Contrast(colors.OnLight, "#ffffff"), 4.5, 21);
        Assert.InRange(AccentColors.Contrast(colors.OnDark, "#1d2127"), 4.5, 21);
    }

    [Theory, InlineData("#000000", "#ffffff", 21), InlineData("#777777", "#ffffff", 4.48)]
    public void Contrast_is_that_of_WCAG(string one, string other, double expected) =>
        Assert.Equal(expected, AccentColors.Contrast(one, other), 0.01);

    [Theory, InlineData("red"), InlineData("#fff"), InlineData("#12345g"), InlineData("#1234567")]
    public void Only_six_digits_are_a_colour(string text) => Assert.False(AccentColors.IsColor(text));
}
