using Postroom.Deliveries;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>Servers that misbehave between messages and at the end, and those that announce what they cannot do.</summary>
public sealed class ReuseFaults
{
    const string Hello = "S: 220 mail.example.com\nC~ EHLO .+\nS: 250 mail.example.com\n";
    const string OneMessage = "C~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\nS: 250 Ok\nC: DATA\nS: 354 Go\nBODY\nS: 250 Taken\n";

    [Theory]
    [InlineData("CLOSE\nNEXT\n" + Hello + OneMessage)] // it closes after each message
    [InlineData("C~ MAIL .+\nS: 421 4.3.2 Enough for one connection\nNEXT\n" + Hello + OneMessage)] // 421 to the next message
    [InlineData("S: 421 4.4.2 Idle too long\nNEXT\n" + Hello + OneMessage)] // 421 while idle
    [InlineData("RESET\nNEXT\n" + Hello + OneMessage)] // reset while idle
    [InlineData("C~ MAIL .+\nCLOSE\nNEXT\n" + Hello + OneMessage)] // it hangs up at the next message
    [InlineData("C~ MAIL .+\nS: 451 4.7.0 Message limit per connection reached\nC: QUIT\nS: 221 Bye\nNEXT\n" + Hello + OneMessage)] // the connection is spent
    public async Task The_next_message_goes_over_a_fresh_connection_without_counting(string afterTheFirst)
    {
        await using var server = new ScriptedMailServer(Hello + OneMessage + afterTheFirst + "HOLD");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        Assert.All(
            await fixture.DeliveriesAsync(),
            delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempts.Count)));
        Assert.Equal(2, server.Messages.Count);
    }

    [Fact]
    public async Task A_server_that_hangs_up_on_a_group_is_asked_step_by_step_at_once()
    {
        const string Offers = "S: 220 mail.example.com\nC~ EHLO .+\nS: 250-mail.example.com\nS: 250 PIPELINING\n";
        await using var server = new ScriptedMailServer(Offers + "C~ MAIL .+\nCLOSE\nNEXT\n" + Offers + OneMessage + "HOLD");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        var delivery = await fixture.DeliveryAsync();
        Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempts.Count));
    }

    [Fact]
    public async Task A_server_that_takes_two_messages_a_connection_is_asked_for_no_third()
    {
        const string Spent = "C~ MAIL .+\nS: 452 4.3.2 Too many messages on this connection\nC: QUIT\nS: 221 Bye\nNEXT\n";
        const string Ends = "C: QUIT\nS: 221 Bye\nNEXT\n";
        await using var server = new ScriptedMailServer(
            Hello + OneMessage + OneMessage + Spent + Hello + OneMessage + OneMessage + Ends + Hello + OneMessage + "HOLD");
        await using var fixture = new FaultFixture();
        for (var i = 0; i < 5; i++) await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        Assert.All(
            await fixture.DeliveriesAsync(),
            delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempts.Count)));
    }

    [Theory]
    [InlineData("C: QUIT\nHOLD")]
    [InlineData("C: QUIT\nRESET")]
    [InlineData("C: QUIT\nS: 502 5.5.1 Not here")]
    public async Task How_a_server_takes_its_leave_does_not_matter(string end)
    {
        await using var server = new ScriptedMailServer(Hello + OneMessage + end);
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        Assert.Equal(DeliveryState.Delivered, (await fixture.DeliveryAsync()).State);
        Assert.Null(fixture.Pause);
    }

    [Fact]
    public async Task A_missing_close_notify_does_not_matter()
    {
        await using var server = new ScriptedMailServer("TLS\n" + Hello + OneMessage + "C: QUIT\nRESET");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server, ConnectionSecurity.Tls);

        Assert.Equal(DeliveryState.Delivered, (await fixture.DeliveryAsync()).State);
    }

    [Fact]
    public async Task Pipelining_that_is_announced_and_broken_is_used_no_more()
    {
        const string Broken = """
            S: 220 mail.example.com
            C~ EHLO .+
            S: 250-mail.example.com
            S: 250 PIPELINING
            C~ MAIL .+
            C~ RCPT .+
            C: DATA
            S: 250 2.1.0 Ok
            S: 503 5.5.1 Bad sequence
            S: 503 5.5.1 Bad sequence
            C: RSET
            S: 250 Ok
            NEXT

            """;
        await using var server = new ScriptedMailServer(Broken + Hello.Replace("S: 250 mail", "S: 250-PIPELINING\nS: 250 mail", StringComparison.Ordinal) + OneMessage + "HOLD");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        var delivery = await fixture.DeliveryAsync();
        Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempts.Count));
    }
}
