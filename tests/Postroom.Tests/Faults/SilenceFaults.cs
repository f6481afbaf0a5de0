using Postroom.Deliveries;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>Servers that are slow, drip or fall silent: every wait ends, and nothing is lost.</summary>
public sealed class SilenceFaults
{
    const string Hello = "S: 220 mail.example.com\nC~ EHLO .+\nS: 250-mail.example.com\nS: 250 STARTTLS\n";
    const string ToData = Hello + "C~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\nS: 250 Ok\nC: DATA\n";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DRIP: 220-mail.example.com\\r\\n", ConnectionSecurity.None)] // a greeting without end
    [InlineData("S: 220 mail.example.com\nC~ EHLO .+\nHOLD", ConnectionSecurity.None)] // EHLO is never answered
    [InlineData("S: 220 mail.example.com\nC~ EHLO .+\nDRIP: 250-X\\r\\n", ConnectionSecurity.None)] // EHLO without end
    [InlineData(Hello + "C: STARTTLS\nS: 220 Go\nHOLD", ConnectionSecurity.StartTls)] // the handshake is never answered
    public async Task The_opening_ends_and_the_route_pauses(string script, ConnectionSecurity security)
    {
        var delivery = await PlayAsync(script, TimeSpan.FromSeconds(50), security);

        Assert.Equal((DeliveryState.Waiting, true), (delivery.State, delivery.IsPaused));
    }

    [Theory]
    [InlineData(Hello + "C~ MAIL .+\nHOLD", "mail-from")]
    [InlineData(Hello + "C~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\nHOLD", "rcpt-to")]
    [InlineData(ToData + "HOLD", "data")]
    public async Task Silence_before_the_message_leaves_it_for_later(string script, string phase)
    {
        var delivery = await PlayAsync(script, TimeSpan.FromMinutes(6));

        Assert.Equal((DeliveryState.Waiting, "deferred", phase), (delivery.State, delivery.Outcome, delivery.Phase));
    }

    [Fact]
    public async Task A_server_that_reads_no_more_gets_the_message_later()
    {
        var delivery = await PlayAsync(ToData + "S: 354 Go\nSTALL", TimeSpan.FromMinutes(4), sizeBytes: 16 * 1024 * 1024);

        Assert.Equal((DeliveryState.Waiting, "deferred", "data"), (delivery.State, delivery.Outcome, delivery.Phase));
    }

    [Fact]
    public async Task No_answer_after_the_dot_is_uncertain_and_tried_again()
    {
        var delivery = await PlayAsync(ToData + "S: 354 Go\nBODY\nHOLD", TimeSpan.FromMinutes(11));

        Assert.Equal((DeliveryState.Waiting, "uncertain", "end-of-data"), (delivery.State, delivery.Outcome, delivery.Phase));
    }

    [Fact]
    public async Task A_greeting_after_six_seconds_is_in_time() =>
        Assert.Equal(
            DeliveryState.Delivered,
            await PlaySlowlyAsync($"WAIT\n{FaultFixture.TakesOneMessage}", TimeSpan.FromSeconds(6)));

    [Fact]
    public async Task An_answer_after_five_minutes_is_in_time() =>
        Assert.Equal(DeliveryState.Delivered, await PlaySlowlyAsync(ToData + "S: 354 Go\nBODY\nWAIT\nS: 250 Taken\nHOLD", TimeSpan.FromMinutes(5)));

    static async Task<Seen> PlayAsync(string script, TimeSpan step, ConnectionSecurity security = ConnectionSecurity.None, int sizeBytes = 0)
    {
        await using var server = new ScriptedMailServer(script);
        await using var fixture = new FaultFixture { Step = step };
        var message = fixture.Store.Message();
        if (sizeBytes > 0) message = message with { Bytes = System.Text.Encoding.ASCII.GetBytes("Subject: big\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789\r\n", sizeBytes / 12))) };
        await fixture.AcceptAsync(message);

        await fixture.RunAsync(server, security);

        var delivery = await fixture.DeliveryAsync();
        var attempt = Assert.Single(delivery.Attempts);
        var seen = new Seen(delivery.State, attempt.Outcome, attempt.Phase, fixture.Pause is not null);
        if (sizeBytes > 0) return seen;
        await fixture.HealAsync();
        Assert.Equal(DeliveryState.Delivered, (await fixture.DeliveryAsync()).State);
        return seen;
    }

    static async Task<DeliveryState> PlaySlowlyAsync(string script, TimeSpan pause)
    {
        await using var server = new ScriptedMailServer(script);
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();
        var running = fixture.RunAsync(server);
        while (!server.IsWaiting) await Task.Delay(2, Token);

        fixture.Wire.Advance(pause);
        server.GoOn();
        await running;

        return (await fixture.DeliveryAsync()).State;
    }

    sealed record Seen(DeliveryState State, string Outcome, string? Phase, bool IsPaused);
}
