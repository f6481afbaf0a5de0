using Postroom.Notifications;

namespace Postroom.Tests.Notifications;

/// <summary>What changed in a description.</summary>
public sealed class LineDifferenceTests
{
    [Theory]
    [InlineData("one\ntwo\nthree", "one\n2\nthree", " one\n-two\n+2\n three")]
    [InlineData("", "all new", "+all new")]
    [InlineData("all gone", "", "-all gone")]
    [InlineData("a\nb\nc\nd\ne\nf\ng", "A\nb\nc\nd\ne\nf\nG", "-a\n+A\n b\n@@\n f\n-g\n+G")]
    [InlineData("one\r\ntwo", "one\ntwo\nthree", " two\n+three")]
    [InlineData("x\nx\ny", "x\ny", " x\n-x\n y")]
    public void Each_line_says_whether_it_came_went_or_stayed(string before, string after, string expected) =>
        Assert.Equal(expected, LineDifference.Between(before, after));

    [Theory, InlineData("same", "same"), InlineData("same\r\n", "same")]
    public void Where_nothing_changed_there_is_nothing_to_show(string before, string after) =>
        Assert.Null(LineDifference.Between(before, after));

    [Fact]
    public void A_text_that_is_another_altogether_is_not_compared_line_by_line() =>
        Assert.Null(LineDifference.Between(Lines("old", 5_000), Lines("new", 5_000)));

    [Fact]
    public void A_long_text_with_one_change_is_compared()
    {
        var text = Lines("line", 5_000);

        Assert.Equal(
            " line 2499\n-line 2500\n+changed\n line 2501",
            LineDifference.Between(text, text.Replace("line 2500\n", "changed\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_many_changes_the_first_are_shown()
    {
        var shown = LineDifference.Between(Lines("old", 150), Lines("new", 150))!.Split('\n');

        Assert.Equal((61, "@@"), (shown.Length, shown[^1]));
    }

    static string Lines(string word, int count) =>
        string.Join('\n', Enumerable.Range(0, count).Select(number => $"{word} {number}"));
}
