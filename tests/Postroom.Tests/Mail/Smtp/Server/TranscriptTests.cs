namespace Postroom.Tests.Mail.Smtp.Server;

public sealed class TranscriptTests
{
    public static TheoryData<string> All => [.. Transcript.Names];

    [Theory, MemberData(nameof(All))]
    public async Task Conversation_is_the_same_fed_whole(string name)
    {
        var transcript = Transcript.Read(name);

        var heard = await PlayAsync([string.Concat(transcript.ClientLines)]);

        Assert.Equal(transcript.ServerText, heard);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Conversation_is_the_same_fed_line_by_line(string name)
    {
        var transcript = Transcript.Read(name);

        var heard = await PlayAsync(transcript.ClientLines);

        Assert.Equal(transcript.ServerText, heard);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Conversation_is_the_same_fed_byte_by_byte(string name)
    {
        var transcript = Transcript.Read(name);

        var heard = await PlayAsync(string.Concat(transcript.ClientLines).Select(letter => letter.ToString()));

        Assert.Equal(transcript.ServerText, heard);
    }

    static async Task<string> PlayAsync(IEnumerable<string> pieces)
    {
        var run = new SessionRun();
        foreach (var piece in pieces) await run.FeedAsync(piece);
        await run.HangUpAsync();
        await run.Ending.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        return run.Hear();
    }
}
