using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

public sealed class SmtpSessionBoundsTests
{
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

    [Theory]
    [InlineData("BDAT 10001 LAST\r\n")]
    [InlineData("BDAT 10001\r\n")]
    [InlineData("BDAT 9223372036854775807 LAST\r\n")]
    public async Task Refuses_a_chunk_that_no_message_can_have_without_reading_it(string command)
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        var last = await run.SayAsync(command);

        Assert.Equal(("552 5.3.4 The chunk is larger than SIZE allows; closing, for it will not be read", SessionEnd.OutOfStep), (last, await run.Ending));
    }

    [Fact]
    public async Task Refuses_the_chunk_that_makes_the_message_too_large_before_it_comes()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();
        await run.SayAsync($"BDAT 6000\r\n{new string('x', 6_000)}");

        var last = await run.SayAsync("BDAT 4001\r\n");

        Assert.Equal("552 5.3.4 The message is larger than SIZE allows", last);
    }

    [Fact]
    public async Task Goes_on_behind_a_refused_chunk_that_was_on_its_way()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();
        await run.SayAsync($"BDAT 6000\r\n{new string('x', 6_000)}");

        await run.FeedAsync($"BDAT 4001\r\n{new string('x', 4_001)}BDAT 3 LAST\r\na\r\nMAIL FROM:<a@example.com>\r\n");

        Assert.Equal(
            ["552 5.3.4 The message is larger than SIZE allows", "503 5.5.1 BDAT is out of order; expected: MAIL", "250 2.1.0 OK"],
            run.Hear().TrimEnd().Split("\r\n"));
    }

    [Fact]
    public async Task Reads_no_endless_chunk_that_is_out_of_order()
    {
        var run = new SessionRun();

        await run.SayAsync("EHLO client.example\r\nBDAT 9223372036854775807\r\n");

        Assert.Equal(SessionEnd.OutOfStep, await run.Ending);
    }

    [Theory, InlineData("10001"), InlineData("99999999999999999999")]
    public async Task Refuses_a_message_whose_announced_size_is_too_large(string size)
    {
        var run = new SessionRun();

        var last = await run.SayAsync($"EHLO client.example\r\nMAIL FROM:<a@example.com> SIZE={size}\r\n");

        Assert.Equal("552 5.3.4 The message is larger than SIZE allows", last);
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
    public async Task Does_not_pile_up_replies_for_a_client_that_never_reads()
    {
        var run = new SessionRun(new SmtpServerOptions { HostName = "mx.example.net" });

        await run.FeedAsync(string.Concat(Enumerable.Repeat("NOOP\r\n", 1_000_000)));

        run.Time.Advance(TimeSpan.FromMinutes(5));
        run.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(SessionEnd.TimedOut, await run.Ending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }
}
