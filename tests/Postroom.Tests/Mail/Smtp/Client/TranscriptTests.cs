using Postroom.Mail.Smtp.Client;

namespace Postroom.Tests.Mail.Smtp.Client;

public sealed class TranscriptTests
{
    [Fact]
    public void Keeps_the_beginning_and_the_end_and_says_what_is_missing()
    {
        var transcript = new Transcript();

        for (var i = 0; i < 250; i++) transcript.Said(new TranscriptLine(true, $"line {i}"));

        Assert.Equal(
            ["line 0", "line 99", "(50 lines left out)", "line 150", "line 249"],
            new[] { 0, 99, 100, 101, 200 }.Select(i => transcript.Lines[i].Text));
    }

    [Fact]
    public void Shortens_a_long_line()
    {
        var transcript = new Transcript();

        transcript.Said(new TranscriptLine(true, new string('x', 5_000)));

        Assert.Equal(1_003, transcript.Lines[0].Text.Length);
    }
}
