using System.Buffers;
using System.Net;
using System.Text;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

public sealed class SmtpConnectionTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_dns_does_not_know_is_told_from_dns_that_is_silent()
    {
        var notFound = await LookUpAsync(new HostLookup.NameNotFound());
        var unavailable = await LookUpAsync(new HostLookup.Unavailable("SERVFAIL"));

        Assert.Equal((SmtpFault.NameNotFound, SmtpFault.DnsUnavailable), (notFound.Fault, unavailable.Fault));
    }

    [Fact]
    public async Task Nobody_listens()
    {
        var outcome = await SmtpConnection.OpenAsync(
            new SmtpEndpoint("127.0.0.1", TestClient.Unused().Port, ConnectionSecurity.None),
            TestClient.Options, null, TimeProvider.System, Token);

        Assert.Equal(SmtpFault.ConnectionRefused, Assert.IsType<OpenOutcome.Failed>(outcome).Failure.Fault);
    }

    [Fact]
    public async Task An_address_that_refuses_does_not_hide_one_that_answers()
    {
        await using var server = new ScriptedMailServer(TestClient.Hello + "HOLD\n");

        var outcome = await SmtpConnection.OpenAsync(
            new SmtpEndpoint("mail.example.com", server.Port, ConnectionSecurity.None),
            TestClient.Options with { Resolver = new FixedResolver(IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Loopback) },
            null, TimeProvider.System, Token);

        await using var connection = Assert.IsType<OpenOutcome.Opened>(outcome).Connection;
    }

    [Fact]
    public async Task An_address_that_is_silent_costs_a_quarter_of_a_second()
    {
        await using var server = new ScriptedMailServer(TestClient.Hello + "HOLD\n");
        var time = new FakeTime();

        // 192.0.2.0/24 is for documentation (RFC 5737): nobody answers there.
        var opening = SmtpConnection.OpenAsync(
            new SmtpEndpoint("mail.example.com", server.Port, ConnectionSecurity.None),
            TestClient.Options with { Resolver = new FixedResolver(IPAddress.Parse("192.0.2.1"), IPAddress.Loopback) },
            null, time, Token);
        while (time.ArmedTimers == 0 && !opening.IsCompleted) await Task.Delay(1, Token);
        time.Advance(TimeSpan.FromMilliseconds(250));

        await using var connection = Assert.IsType<OpenOutcome.Opened>(await opening).Connection;
    }

    [Fact]
    public async Task An_idle_connection_that_the_server_closes_is_seen_to_be_dead()
    {
        await using var server = new ScriptedMailServer(TestClient.Hello + "CLOSE\n");
        await using var connection = await TestClient.ConnectAsync(server);

        for (var i = 0; i < 500 && connection.IsAlive; i++) await Task.Delay(5, Token);

        Assert.False(connection.IsAlive);
    }

    [Fact]
    public async Task Mail_on_a_connection_that_died_idle_is_not_sent()
    {
        await using var server = new ScriptedMailServer(TestClient.Hello + "S: 421 4.4.2 Idle too long\nCLOSE\n");
        await using var connection = await TestClient.ConnectAsync(server);
        for (var i = 0; i < 500 && connection.IsAlive; i++) await Task.Delay(5, Token);

        var outcome = await connection.SendAsync(TestClient.Envelope, TestClient.Message, Token);

        var notSent = Assert.IsType<RecipientOutcome.NotSent>(Assert.Single(outcome.Recipients));
        Assert.Equal((421, false), (notSent.Failure.Reply?.Code, outcome.ConnectionUsable));
    }

    [Fact]
    public async Task The_callers_wish_is_no_timeout()
    {
        await using var server = new ScriptedMailServer("HOLD\n");
        using var wish = new CancellationTokenSource();
        var opening = TestClient.OpenAsync(server, cancellationToken: wish.Token);

        await wish.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task The_callers_wish_counts_no_more_after_the_dot()
    {
        await using var server = new ScriptedMailServer(TestClient.ToData + "S: 354 Go\nBODY\nC: PING\nS: 250 Ok\n");
        await using var connection = await TestClient.ConnectAsync(server);
        using var wish = new CancellationTokenSource();
        var sending = connection.SendAsync(TestClient.Envelope, TestClient.Message, wish.Token);
        while (server.Messages.Count == 0) await Task.Delay(5, Token);

        await wish.CancelAsync();
        await Task.Delay(50, Token);

        Assert.False(sending.IsCompleted);
    }

    [Fact]
    public async Task The_callers_wish_before_the_dot_ends_it_without_the_dot()
    {
        await using var server = new ScriptedMailServer(TestClient.ToData + "HOLD\n");
        await using var connection = await TestClient.ConnectAsync(server);
        using var wish = new CancellationTokenSource();
        var sending = connection.SendAsync(TestClient.Envelope, TestClient.Message, wish.Token);
        while (!server.Heard.Contains("DATA")) await Task.Delay(5, Token);

        await wish.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(65_535), InlineData(65_536), InlineData(300_000)]
    public async Task A_streamed_message_arrives_whole(int length)
    {
        await using var server = new ScriptedMailServer(TestClient.ToData + "S: 354 Go\nBODY\nS: 250 Ok\nHOLD\n");
        await using var connection = await TestClient.ConnectAsync(server);
        var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("..dots and words\r\n", (length / 18) + 1))[..length].TrimEnd('\r'));

        await connection.SendAsync(TestClient.Envelope, new Streamed(message), Token);

        Assert.Equal(message, Unstuff(server.Messages[0])[..message.Length]);
    }

    [Fact]
    public async Task A_message_that_is_shorter_than_it_says_never_gets_its_dot()
    {
        await using var server = new ScriptedMailServer(TestClient.ToData + "S: 354 Go\nBODY\n");
        await using var connection = await TestClient.ConnectAsync(server);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            connection.SendAsync(TestClient.Envelope, new Streamed("x\r\n"u8.ToArray()) { Length = 4 }, Token));

        Assert.Empty(server.Messages);
        Assert.False(connection.IsAlive);
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_a_large_message_is_heard()
    {
        await using var server = new ScriptedMailServer(TestClient.ToData + "S raw: 354 Go\\r\\n552 5.3.4 Too big\\r\\n\nCLOSE\n");
        await using var connection = await TestClient.ConnectAsync(server);

        var outcome = await connection.SendAsync(TestClient.Envelope, new ReadOnlySequence<byte>(new byte[10_000_000]), Token);

        Assert.Equal(552, Assert.IsType<RecipientOutcome.Refused>(Assert.Single(outcome.Recipients)).Reply.Code);
    }

    [Fact]
    public async Task Many_recipients_go_in_groups_of_a_hundred()
    {
        var recipients = Enumerable.Range(0, 250).Select(i => TestAddresses.Of($"r{i}@example.org")).ToList();
        var script = new StringBuilder("S: 220 x\nC: EHLO client.example.com\nS: 250-x\nS: 250 PIPELINING\nC: MAIL FROM:<a@example.com>\n");
        for (var group = 0; group < 3; group++)
        {
            var size = group == 2 ? 50 : 100;
            for (var i = 0; i < size; i++) script.Append(System.Globalization.CultureInfo.InvariantCulture, $"C: RCPT TO:<r{(group * 100) + i}@example.org>\n");
            if (group == 2) script.Append("C: DATA\n");
            if (group == 0) script.Append("S: 250 Ok\n");
            for (var i = 0; i < size; i++) script.Append("S: 250 Ok\n");
        }

        await using var server = new ScriptedMailServer(script + "S: 354 Go\nBODY\nS: 250 Ok\nHOLD\n");
        await using var connection = await TestClient.ConnectAsync(server);

        var outcome = await connection.SendAsync(TestClient.Envelope with { Recipients = recipients }, TestClient.Message, Token);

        Assert.All(outcome.Recipients, recipient => Assert.IsType<RecipientOutcome.Accepted>(recipient));
    }

    [Theory, InlineData("a\r\nb"), InlineData("a b"), InlineData("a\0"), InlineData("a\nb"), InlineData("")]
    public async Task Nothing_that_ends_a_command_gets_into_one(string name)
    {
        var endpoint = new SmtpEndpoint("127.0.0.1", 25, ConnectionSecurity.None);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => SmtpConnection.OpenAsync(
            endpoint, TestClient.Options with { EhloName = name }, null, TimeProvider.System, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SmtpConnection.OpenAsync(
            endpoint with { Host = name }, TestClient.Options, null, TimeProvider.System, Token));
    }

    static byte[] Unstuff(byte[] wire)
    {
        var message = new byte[wire.Length + 1];
        var length = new DotUnstuffer().Read(wire, message, out _);
        return message[..length];
    }

    static async Task<SmtpFailure> LookUpAsync(HostLookup lookup) =>
        Assert.IsType<OpenOutcome.Failed>(await SmtpConnection.OpenAsync(
            new SmtpEndpoint("mail.example.com", 25, ConnectionSecurity.None),
            TestClient.Options with { Resolver = new FixedResolver(lookup) },
            null, TimeProvider.System, Token)).Failure;

    sealed class Streamed(byte[] bytes) : IMessageBody
    {
        public long Length { get; init; } = bytes.Length;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var chunk in bytes.Chunk(7_777)) yield return chunk;
            await Task.CompletedTask;
        }
    }
}
