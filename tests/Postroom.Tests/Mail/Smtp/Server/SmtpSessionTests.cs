using System.Text;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

public sealed class SmtpSessionTests
{
    [Fact]
    public async Task Answers_a_pipelined_group_in_one_flush()
    {
        var run = new SessionRun();
        run.Hear();

        await run.FeedAsync("EHLO c\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n");

        Assert.EndsWith("250 2.1.0 OK\r\n250 2.1.5 OK\r\n354 Go ahead; end with a dot on a line by itself\r\n", run.Hear());
    }

    [Fact]
    public async Task Hands_on_the_message_as_it_came()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        await run.FeedAsync("DATA\r\nSubject: x\r\n\r\n..dot\r\n...\r\nend\r\n.\r\n");

        Assert.Equal("Subject: x\r\n\r\n.dot\r\n..\r\nend\r\n", Encoding.UTF8.GetString(Assert.Single(run.Receiver.Messages).Bytes.Span));
    }

    [Fact]
    public async Task Keeps_the_paths_as_they_were_written()
    {
        var run = new SessionRun();
        await run.SayAsync("EHLO c\r\nMAIL FROM:<\"a b\"@Example.COM>\r\nRCPT TO:<B@example.ORG>\r\nRCPT TO:<Postmaster>\r\n");

        await run.FeedAsync("DATA\r\n.\r\n");

        var message = Assert.Single(run.Receiver.Messages);
        Assert.Equal(["\"a b\"@Example.COM", "B@example.ORG", "Postmaster"], [message.Sender.Wire, .. message.Recipients.Select(path => path.Wire)]);
    }

    [Fact]
    public async Task Says_250_only_after_the_receiver_has_taken_the_message()
    {
        var run = new SessionRun();
        var storing = new TaskCompletionSource<ReceiverAnswer>();
        run.Receiver.OnTake = _ => storing.Task;
        await run.OpenTransactionAsync();
        await run.SayAsync("DATA\r\n");
        await run.FeedAsync("x\r\n.\r\n");
        var before = run.Hear();

        storing.SetResult(new ReceiverAnswer.Taken("Stored"));

        Assert.Equal(("", "250 2.6.0 Stored\r\n"), (before, run.Hear()));
    }

    [Fact]
    public async Task Tells_the_client_to_try_later_when_storing_takes_too_long()
    {
        var run = new SessionRun();
        run.Receiver.OnTake = async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, run.Time, token);
            throw new InvalidOperationException();
        };
        await run.OpenTransactionAsync();
        await run.FeedAsync("DATA\r\nx\r\n.\r\n");

        run.Time.Advance(TimeSpan.FromMinutes(6));

        await run.HangUpAsync();
        await run.Ending;
        Assert.Contains("451 4.3.0 ", run.Hear());
    }

    [Fact]
    public async Task Closes_with_421_and_shows_the_fault_when_the_receiver_throws()
    {
        var run = new SessionRun();
        run.Receiver.OnTake = _ => throw new InvalidOperationException("fault");
        await run.OpenTransactionAsync();

        var last = await run.SayAsync("DATA\r\nx\r\n.\r\n");

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Ending);
        Assert.Equal("421 4.3.0 Internal fault; nothing was taken", last);
    }

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
    public async Task Refuses_a_message_above_the_limit_after_reading_it_whole()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        var last = await run.SayAsync($"DATA\r\n{new string('x', 10_001)}\r\n.\r\n");

        Assert.Equal("552 5.3.4 The message is larger than SIZE allows", last);
    }

    [Fact]
    public async Task Takes_a_message_of_exactly_the_limit()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        var last = await run.SayAsync($"DATA\r\n{new string('x', 9_998)}\r\n.\r\n");

        Assert.Equal("250 2.6.0 Taken", last);
    }

    [Fact]
    public async Task Refuses_the_recipient_beyond_the_limit_for_now()
    {
        var run = new SessionRun(new SmtpServerOptions { HostName = "mx.example.net", MaximumRecipients = 1 });
        await run.OpenTransactionAsync();

        var last = await run.SayAsync("RCPT TO:<c@example.org>\r\n");

        Assert.StartsWith("452 4.5.3 ", last);
    }

    [Fact]
    public async Task Closes_after_twenty_errors()
    {
        var run = new SessionRun();

        var last = await run.SayAsync(string.Concat(Enumerable.Repeat("NONSENSE\r\n", 25)));

        Assert.Equal(("421 4.7.0 Too many errors; closing", SessionEnd.TooManyErrors), (last, await run.Ending));
    }

    [Fact]
    public async Task Refused_recipients_are_no_errors_of_the_session()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        var last = await run.SayAsync(string.Concat(Enumerable.Repeat("RCPT TO:<unknown@example.org>\r\n", 25)));

        Assert.Equal("550 5.1.1 No such user", last);
    }

    [Fact]
    public async Task Throws_away_a_line_without_end_and_goes_on()
    {
        var run = new SessionRun();
        await run.FeedAsync(new string('x', 1_000_000));

        var last = await run.SayAsync("\r\nNOOP\r\n");

        Assert.Equal("250 2.0.0 OK", last);
    }

    [Theory]
    [InlineData("NOOP ", 512, "250 2.0.0 OK")]
    [InlineData("NOOP ", 513, "500 5.5.6 Line too long")]
    public async Task Command_line_has_at_most_512_octets(string start, int length, string expected)
    {
        var run = new SessionRun();

        Assert.Equal(expected, await run.SayAsync($"{start.PadRight(length - 2, 'x')}\r\n"));
    }

    [Fact]
    public async Task Closes_when_no_command_comes_for_five_minutes()
    {
        var run = new SessionRun();
        run.Hear();

        run.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((SessionEnd.TimedOut, "421 4.4.2 Nothing complete came for too long; closing\r\n"), (await run.Ending, run.Hear()));
    }

    [Fact]
    public async Task Does_not_let_a_dripping_client_stretch_one_command()
    {
        var run = new SessionRun();
        foreach (var letter in "NOOP")
        {
            await run.FeedAsync(letter.ToString());
            run.Time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(SessionEnd.TimedOut, await run.Ending);
    }

    [Fact]
    public async Task Gives_each_command_its_own_five_minutes()
    {
        var run = new SessionRun();
        run.Time.Advance(TimeSpan.FromMinutes(4));
        await run.FeedAsync("NOOP\r\n");
        run.Time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal("250 2.0.0 OK", await run.SayAsync("NOOP\r\n"));
    }

    [Fact]
    public async Task Does_not_let_a_dripping_client_stretch_one_message()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();
        await run.FeedAsync("DATA\r\n");
        for (var minute = 0; minute < 30; minute++)
        {
            await run.FeedAsync("x");
            run.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(SessionEnd.TimedOut, await run.Ending);
    }

    [Fact]
    public async Task Says_421_when_the_server_is_stopped()
    {
        var run = new SessionRun();
        run.Hear();

        run.Stop();

        Assert.Equal((SessionEnd.Stopped, "421 4.3.2 The server is being stopped; try again in a moment\r\n"), (await run.Ending, run.Hear()));
    }

    [Fact]
    public async Task Finishes_the_message_in_hand_before_it_stops()
    {
        var run = new SessionRun();
        var storing = new TaskCompletionSource<ReceiverAnswer>();
        run.Receiver.OnTake = _ => storing.Task;
        await run.OpenTransactionAsync();
        await run.SayAsync("DATA\r\n");
        await run.FeedAsync("x\r\n.\r\n");
        run.Stop();

        storing.SetResult(new ReceiverAnswer.Taken("Stored"));

        await run.Ending;
        Assert.StartsWith("250 2.6.0 Stored\r\n421 4.3.2 ", run.Hear());
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
    public async Task Does_not_pile_up_replies_for_a_client_that_never_reads()
    {
        var run = new SessionRun(new SmtpServerOptions { HostName = "mx.example.net" });

        await run.FeedAsync(string.Concat(Enumerable.Repeat("NOOP\r\n", 1_000_000)));

        run.Time.Advance(TimeSpan.FromMinutes(5));
        run.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(SessionEnd.TimedOut, await run.Ending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Takes_a_message_in_chunks()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        var last = await run.SayAsync("BDAT 5\r\n.\r\n.\rBDAT 1\r\n\nBDAT 3 LAST\r\n.\r\nQUIT\r\n");

        Assert.Equal(".\r\n.\r\n.\r\n", Encoding.UTF8.GetString(Assert.Single(run.Receiver.Messages).Bytes.Span));
        Assert.Equal("221 2.0.0 Bye", last);
    }

    [Fact]
    public async Task Reads_no_command_from_a_refused_chunk()
    {
        var run = new SessionRun();

        var last = await run.SayAsync("EHLO c\r\nBDAT 14 LAST\r\nRSET\r\nNOOP\r\n\r\nMAIL FROM:<a@example.com>\r\n");

        Assert.Equal("250 2.1.0 OK", last);
    }

    [Fact]
    public async Task Knows_8_bit_content_that_nobody_declared()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        await run.FeedAsync("DATA\r\n\xE9\r\n.\r\n");

        Assert.True(Assert.Single(run.Receiver.Messages).Is8Bit);
    }
}
