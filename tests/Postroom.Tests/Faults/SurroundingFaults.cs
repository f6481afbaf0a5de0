using Postroom.Deliveries;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>What goes wrong around the mail server: the network, and the clock.</summary>
public sealed class SurroundingFaults
{
    static readonly SmtpClientOptions Options = new() { EhloName = "localhost" };

    [Fact]
    public async Task There_is_no_way_to_the_server()
    {
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        // No connection leads to the broadcast address: the system itself refuses it, as where a route is gone.
        await fixture.RunAsync(new SmtpEndpoint("255.255.255.255", 25, ConnectionSecurity.None), Options);

        Assert.Contains("cannot be reached from here", fixture.Pause, StringComparison.Ordinal);
        await WaitsAndLeavesOnceItHealsAsync(fixture);
    }

    [Theory, InlineData(-1), InlineData(-365)]
    public async Task A_clock_that_is_set_back_does_not_hold_mail_up(int days)
    {
        await using var busy = new ScriptedMailServer("S: 220 mail.example.com\nC~ EHLO .+\nS: 250 mail.example.com\nC~ MAIL .+\nS: 451 4.3.0 Later\nHOLD");
        await using var well = new ScriptedMailServer(FaultFixture.TakesOneMessage);
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();
        await fixture.RunAsync(busy);
        Assert.Equal(DeliveryState.Waiting, (await fixture.DeliveryAsync()).State);

        fixture.SetClock(TimeSpan.FromDays(days));
        await fixture.RunAsync(well);

        Assert.Equal(DeliveryState.Delivered, (await fixture.DeliveryAsync()).State);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_brings_one_attempt_and_no_storm()
    {
        await using var busy = new ScriptedMailServer(
            "S: 220 mail.example.com\nC~ EHLO .+\nS: 250 mail.example.com\nC~ MAIL .+\nS: 451 4.3.0 Later\nHOLD\n"
            + "NEXT\nS: 220 mail.example.com\nC~ EHLO .+\nS: 250 mail.example.com\nC~ MAIL .+\nS: 451 4.3.0 Later\nHOLD");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();
        await fixture.RunAsync(busy);

        fixture.SetClock(TimeSpan.FromDays(2));
        await fixture.RunAsync(busy);

        Assert.Equal(
            (DeliveryState.Waiting, 2),
            ((await fixture.DeliveryAsync()).State, (await fixture.DeliveryAsync()).Attempts.Count));
        Assert.Equal(1, await fixture.HealAsync());
    }

    static async Task WaitsAndLeavesOnceItHealsAsync(FaultFixture fixture)
    {
        Assert.Equal(DeliveryState.Waiting, (await fixture.DeliveryAsync()).State);

        Assert.Equal(1, await fixture.HealAsync());

        Assert.Equal(DeliveryState.Delivered, (await fixture.DeliveryAsync()).State);
    }
}
