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
    public async Task Closes_with_421_and_shows_the_fault_when_the_receiver_throws()
    {
        var run = new SessionRun();
        run.Receiver.OnTake = _ => throw new InvalidOperationException("fault");
        await run.OpenTransactionAsync();

        var last = await run.SayAsync("DATA\r\nx\r\n.\r\n");

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Ending);
        Assert.Equal("421 4.3.0 Internal fault; nothing was taken", last);
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
    public async Task Takes_a_message_in_chunks()
    {
        var run = new SessionRun();
        await run.OpenTransactionAsync();

        var last = await run.SayAsync("BDAT 5\r\n.\r\n.\rBDAT 1\r\n\nBDAT 3 LAST\r\n.\r\nQUIT\r\n");

        Assert.Equal(".\r\n.\r\n.\r\n", Encoding.UTF8.GetString(Assert.Single(run.Receiver.Messages).Bytes.Span));
        Assert.Equal("221 2.0.0 Bye", last);
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
