using Postroom.Deliveries;
using Postroom.Dispatching;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>Refusals that the settings are to blame for, and servers that are full: the route pauses or slows down, and no mail is burnt.</summary>
public sealed class BlameFaults
{
    const string Hello = "S: 220 mail.example.com\nC~ EHLO .+\nS: 250 mail.example.com\n";
    const string NotOwned = "C~ MAIL .+\nS: 553 5.7.1 Sender address rejected: not owned by user\n";
    const string OneMessage = "C~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\nS: 250 Ok\nC: DATA\nS: 354 Go\nBODY\nS: 250 Taken\n";

    [Fact]
    public async Task A_sender_refused_once_does_not_hold_up_others()
    {
        await using var fixture = await PlayAsync(3, NotOwned + OneMessage + OneMessage);

        Assert.Equal(["deferred", "delivered", "delivered"], await OutcomesAsync(fixture));
        Assert.Null(fixture.Pause);
    }

    [Fact]
    public async Task A_sender_refused_for_every_message_pauses_the_route()
    {
        await using var fixture = await PlayAsync(5, NotOwned + NotOwned + NotOwned);

        Assert.Equal(["deferred", "deferred", "deferred", "untried", "untried"], await OutcomesAsync(fixture));
        Assert.Contains("not owned", fixture.Pause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relaying_denied_for_everyone_pauses_the_route()
    {
        const string Denied = "C~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\nS: 554 5.7.1 Relay access denied\nC: RSET\nS: 250 Ok\n";

        await using var fixture = await PlayAsync(4, Denied + Denied + Denied);

        Assert.Equal(["deferred", "deferred", "deferred", "untried"], await OutcomesAsync(fixture));
        Assert.Contains("Relay access denied", fixture.Pause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_is_wanted_pauses_the_route_at_once()
    {
        await using var fixture = await PlayAsync(2, "C~ MAIL .+\nS: 530 5.7.0 Authentication required\n");

        Assert.Equal(["deferred", "untried"], await OutcomesAsync(fixture));
        Assert.Contains("Authentication required", fixture.Pause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_of_it_leaves_once_the_settings_are_right()
    {
        await using var fixture = await PlayAsync(5, NotOwned + NotOwned + NotOwned);

        Assert.Equal(5, await fixture.HealAsync());

        Assert.All(await fixture.DeliveriesAsync(), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        Assert.Null(fixture.Pause);
    }

    [Fact]
    public async Task A_full_server_that_works_for_others_gets_fewer_connections()
    {
        var time = new FakeTime();
        var allowance = new ConnectionAllowance(3, time);
        for (var i = 0; i < 3; i++) await allowance.EnterAsync(TestContext.Current.CancellationToken);

        Assert.True(allowance.Refused());

        Assert.Equal(2, allowance.Allowed);
    }

    [Fact]
    public async Task The_only_connection_that_is_refused_is_a_broken_server()
    {
        await using var server = new ScriptedMailServer("S: 421 4.7.0 Too many connections from your address\nHOLD");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        Assert.Contains("Too many connections", fixture.Pause, StringComparison.Ordinal);
    }

    static async Task<FaultFixture> PlayAsync(int messages, string afterHello)
    {
        await using var server = new ScriptedMailServer(Hello + afterHello + "HOLD");
        var fixture = new FaultFixture();
        for (var i = 0; i < messages; i++) await fixture.AcceptAsync();
        await fixture.RunAsync(server);
        return fixture;
    }

    static async Task<IEnumerable<string>> OutcomesAsync(FaultFixture fixture) =>
        (await fixture.DeliveriesAsync()).Select(delivery => delivery.Attempts.LastOrDefault()?.Outcome ?? "untried");
}
