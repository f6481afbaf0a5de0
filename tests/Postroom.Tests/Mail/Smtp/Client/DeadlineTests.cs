using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>Every wait ends, by a clock that the test moves.</summary>
public sealed class DeadlineTests
{
    readonly FakeTime _time = new();

    [Fact]
    public async Task Waits_for_a_greeting_no_longer_than_allowed()
    {
        await using var server = new ScriptedMailServer("HOLD\n");
        var opening = TestClient.OpenAsync(server, TestClient.Options with { CommandTimeout = TimeSpan.FromSeconds(30) }, _time);

        await PassAsync(TimeSpan.FromSeconds(31), opening);

        var failure = await TestClient.FailAsync(opening);
        Assert.Equal((SmtpStage.Greeting, SmtpFault.TimedOut), (failure.Stage, failure.Fault));
    }

    [Fact]
    public async Task Silence_before_the_greeting_makes_one_think_of_tls()
    {
        await using var server = new ScriptedMailServer("HOLD\n");
        var opening = TestClient.OpenAsync(server, TestClient.Options with { CommandTimeout = TimeSpan.FromSeconds(30) }, _time);

        await PassAsync(TimeSpan.FromSeconds(31), opening);

        Assert.Contains("within 30 seconds: is it a mail server", (await TestClient.FailAsync(opening)).Detail);
    }

    [Fact]
    public async Task The_total_deadline_cuts_a_command_short()
    {
        await using var server = new ScriptedMailServer("HOLD\n");
        var opening = TestClient.OpenAsync(server, TestClient.Options with { TotalTimeout = TimeSpan.FromSeconds(15) }, _time);

        await PassAsync(TimeSpan.FromSeconds(15), opening);

        Assert.Equal(SmtpFault.TimedOut, (await TestClient.FailAsync(opening)).Fault);
    }

    [Fact]
    public async Task A_reply_that_stops_in_the_middle_is_waited_for_one_gap()
    {
        await using var server = new ScriptedMailServer("S raw: 220-mail\nHOLD\n");
        var opening = TestClient.OpenAsync(server, TestClient.Options with { ReplyGapTimeout = TimeSpan.FromSeconds(20) }, _time);

        await PassAsync(TimeSpan.FromSeconds(21), opening);

        Assert.Contains("within 20 seconds", (await TestClient.FailAsync(opening)).Detail);
    }

    [Fact]
    public async Task The_handshake_has_its_own_deadline()
    {
        await using var server = new ScriptedMailServer("HOLD\n");
        var opening = TestClient.OpenAsync(server, time: _time, security: ConnectionSecurity.Tls);

        await PassAsync(TimeSpan.FromSeconds(31), opening);

        var failure = await TestClient.FailAsync(opening);
        Assert.Equal((SmtpStage.Tls, SmtpFault.TimedOut), (failure.Stage, failure.Fault));
    }

    [Fact]
    public async Task No_answer_after_the_dot_leaves_it_uncertain()
    {
        await using var server = new ScriptedMailServer(TestClient.ToData + "S: 354 Go\nBODY\nHOLD\n");
        await using var connection = await TestClient.ConnectAsync(
            server, TestClient.Options with { TotalTimeout = TimeSpan.FromHours(1) }, _time);
        var sending = connection.SendAsync(TestClient.Envelope, TestClient.Message, TestContext.Current.CancellationToken);

        while (server.Messages.Count == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
        await PassAsync(TimeSpan.FromMinutes(10), sending);

        var uncertain = Assert.IsType<RecipientOutcome.Uncertain>(Assert.Single((await sending).Recipients));
        Assert.Equal((SmtpStage.EndOfData, SmtpFault.TimedOut), (uncertain.Failure.Stage, uncertain.Failure.Fault));
    }

    [Fact]
    public async Task A_server_that_reads_no_more_is_given_up()
    {
        await using var server = new ScriptedMailServer(TestClient.ToData + "S: 354 Go\nSTALL\n");
        await using var connection = await TestClient.ConnectAsync(server, time: _time);
        var sending = connection.SendAsync(TestClient.Envelope, new Endless(), TestContext.Current.CancellationToken);

        while (!server.IsStalling) await Task.Delay(5, TestContext.Current.CancellationToken);
        await PassAsync(TimeSpan.FromMinutes(3), sending);

        var notSent = Assert.IsType<RecipientOutcome.NotSent>(Assert.Single((await sending).Recipients));
        Assert.Equal((SmtpStage.Data, SmtpFault.TimedOut), (notSent.Failure.Stage, notSent.Failure.Fault));
    }

    // The client may arm one deadline after the other, so time goes on in steps until its work is done.
    async Task PassAsync(TimeSpan span, Task work)
    {
        while (_time.ArmedTimers == 0) await Task.Delay(1, TestContext.Current.CancellationToken);
        for (var i = 0; i < 200 && !work.IsCompleted; i++)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
            if (i % 20 == 19) _time.Advance(span);
        }
    }

    sealed class Endless : IMessageBody
    {
        public long Length => long.MaxValue;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var line = "0123456789012345678901234567890123456789\r\n"u8.ToArray();
            while (!cancellationToken.IsCancellationRequested) yield return line;
            await Task.CompletedTask;
        }
    }
}
