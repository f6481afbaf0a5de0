using Postroom.Rendering;

namespace Postroom.Tests.Rendering;

public sealed class PlainTextTests
{
    [Fact]
    public void Long_lines_break_between_words()
    {
        var laidOut = PlainText.Layout(string.Concat(Enumerable.Repeat("twelve bytes ", 12)));

        Assert.All(laidOut.Split('\n'), line => Assert.InRange(line.Length, 0, 76));
        Assert.Equal(24, laidOut.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Japanese_counts_two_columns_a_character_and_never_begins_a_line_with_a_full_stop()
    {
        var laidOut = PlainText.Layout(new string('あ', 38) + "。" + new string('い', 40));

        Assert.Equal([37, 38, 4], laidOut.TrimEnd('\n').Split('\n').Select(line => line.Length));
        Assert.DoesNotContain("\n。", laidOut, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_are_never_broken()
    {
        var address = "https://example.com/" + new string('x', 200);

        Assert.Contains($"\n{address}\n", PlainText.Layout($"Open it here, please: {address} and then come back."), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_longer_than_a_line_is_cut() =>
        Assert.Equal([76, 24], PlainText.Layout(new string('x', 100)).TrimEnd('\n').Split('\n').Select(line => line.Length));

    [Fact]
    public void Quotations_stay_quotations_when_they_break() =>
        Assert.All(PlainText.Layout("> " + string.Concat(Enumerable.Repeat("words ", 30))).TrimEnd('\n').Split('\n'), line => Assert.StartsWith("> ", line, StringComparison.Ordinal));

    [Fact]
    public void What_follows_a_bullet_is_indented()
    {
        var lines = PlainText.Layout("- " + string.Concat(Enumerable.Repeat("words ", 30))).TrimEnd('\n').Split('\n');

        Assert.StartsWith("- words", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  words", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_one_line_in_a_row_is_empty() => Assert.Equal("a\n\nb\n", PlainText.Layout("\n\na\n\n \n\nb\n\n\n"));

    [Fact]
    public void The_mark_of_a_signature_keeps_its_blank() => Assert.Equal("a\n\n-- \nb\n", PlainText.Layout("a\n\n-- \nb"));
}
