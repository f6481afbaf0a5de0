using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

public sealed class SmtpSmugglingTests
{
    [Theory]
    [InlineData("x\n.\r\n")]
    [InlineData("x\r.\r\n")]
    [InlineData("x\r\n.\n")]
    [InlineData("x\r\n.\r")]
    [InlineData("x\n.\n")]
    [InlineData("x\r\n.\r\r\n")]
    [InlineData("x\r\n\n.\r\n")]
    public async Task Only_a_whole_CRLF_dot_CRLF_ends_the_data(string trick)
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        await run.FeedAsync($"DATA\r\n{trick}MAIL FROM:<smuggled@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nSmuggled\r\n.\r\n");

        Assert.Equal(
            "354 Go ahead; end with a dot on a line by itself\r\n550 5.6.0 The message has a CR or LF by itself; lines end in CRLF (RFC 5321 2.3.8)\r\n",
            run.Hear());
        Assert.Empty(run.Receiver.Messages);
    }

    [Theory]
    [InlineData("EHLO c\n")]
    [InlineData("EHLO\rc\r\n")]
    [InlineData("EHLO c\r\r\n")]
    public async Task Refuses_a_command_with_a_bare_CR_or_LF(string command)
    {
        var run = new SessionRun();

        Assert.StartsWith("500 5.5.2 ", await run.SayAsync(command));
    }

    [Fact]
    public async Task Believes_nothing_that_came_behind_a_refused_DATA()
    {
        var run = new SessionRun();

        await run.FeedAsync("EHLO c\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<unknown@example.org>\r\nDATA\r\nRSET\r\nMAIL FROM:<x@example.com>\r\n");

        Assert.EndsWith("550 5.1.1 No such user\r\n421 4.7.0 Content was sent without waiting for a 354; closing\r\n", run.Hear());
        Assert.Equal(SessionEnd.OutOfStep, await run.Ending);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nEHLO c\r\n", "421 4.7.0 This is a mail server")]
    [InlineData("\x16\x03\x01", "220 mx.example.net ESMTP Postroom")]
    public async Task Closes_on_another_protocol(string opening, string lastWords)
    {
        var run = new SessionRun();

        var last = await run.SayAsync(opening);

        Assert.Equal((lastWords, SessionEnd.OutOfStep), (last, await run.Ending));
    }

    [Fact]
    public async Task Receiver_cannot_break_a_reply_into_two()
    {
        var run = new SessionRun();

        var heard = await run.SayAsync("EHLO c\r\nMAIL FROM:<sly@example.com>\r\n");

        Assert.Equal("250 2.1.0 OK  250 injected", heard);
    }

    [Fact]
    public async Task Reads_no_command_from_a_refused_chunk()
    {
        var run = new SessionRun();

        var last = await run.SayAsync("EHLO c\r\nBDAT 14 LAST\r\nRSET\r\nNOOP\r\n\r\nMAIL FROM:<a@example.com>\r\n");

        Assert.Equal("250 2.1.0 OK", last);
    }
}
