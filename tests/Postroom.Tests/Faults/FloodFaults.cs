using Postroom.Deliveries;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>Servers that say more than anybody wants to hear: little of it is taken in, and the verdict is clear.</summary>
public sealed class FloodFaults
{
    // What the kernel of either side holds besides; the client itself hears 1 MiB of a reply at most.
    const long Buffers = 16L * 1024 * 1024;

    [Theory]
    [InlineData("FLOOD: x")] // a line without end
    [InlineData("FLOOD: \\x00")] // nothing but NULs
    [InlineData("FLOOD: 220-more to come\\r\\n")] // lines without end
    [InlineData("S: 220 mail.example.com\nC~ EHLO .+\nFLOOD: 250-X-AND-ANOTHER\\r\\n")] // a million lines of EHLO
    [InlineData("S: 220 mail.example.com\nC~ EHLO .+\nFLOOD: 250 <script>alert(1)</script>\\x1b[31m")] // a line of hostile text
    public async Task The_client_hangs_up_and_the_mail_waits(string script)
    {
        await using var server = new ScriptedMailServer(script);
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        Assert.Equal(DeliveryState.Waiting, (await fixture.DeliveryAsync()).State);
        Assert.Matches("too long|no SMTP reply", fixture.Pause);
        Assert.InRange(server.Flooded, 0, Buffers);
        Assert.Equal(1, await fixture.HealAsync());
    }

    [Theory]
    [InlineData("550-nobody of that name\\r\\n", DeliveryState.Bounced)]
    [InlineData("450-not now\\r\\n", DeliveryState.Waiting)]
    public async Task A_refusal_without_end_is_that_refusal(string refusal, DeliveryState state)
    {
        const string ToRcpt = "S: 220 mail.example.com\nC~ EHLO .+\nS: 250 mail.example.com\nC~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\n";
        await using var server = new ScriptedMailServer(ToRcpt + $"FLOOD: {refusal}");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        var delivery = await fixture.DeliveryAsync();
        Assert.Equal((state, "rcpt-to"), (delivery.State, Assert.Single(delivery.Attempts).Phase));
    }

    [Fact]
    public async Task What_is_shown_of_it_is_short_and_harmless()
    {
        await using var server = new ScriptedMailServer("FLOOD: <script>alert(1)</script>\\x1b[31m");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        var attempt = Assert.Single((await fixture.DeliveryAsync()).Attempts);
        Assert.InRange(attempt.Words.Length + attempt.Transcript!.Length, 1, 4_096);
        Assert.DoesNotContain('\u001b', attempt.Words + attempt.Transcript);
    }

    [Fact]
    public async Task A_flood_within_the_message_ends_it_before_the_dot()
    {
        const string ToData = "S: 220 mail.example.com\nC~ EHLO .+\nS: 250 mail.example.com\nC~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\nS: 250 Ok\nC: DATA\n";
        await using var server = new ScriptedMailServer(ToData + "FLOOD: 354-more\\r\\n");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        var attempt = Assert.Single((await fixture.DeliveryAsync()).Attempts);
        Assert.Equal(("deferred", "data"), (attempt.Outcome, attempt.Phase));
    }
}
