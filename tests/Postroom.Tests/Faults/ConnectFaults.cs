using System.Net;
using Postroom.Deliveries;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>Servers that cannot be reached, or not always.</summary>
public sealed class ConnectFaults
{
    static readonly SmtpClientOptions Options = new() { EhloName = "localhost" };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_listens()
    {
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(
            new SmtpEndpoint("127.0.0.1", TestClient.Unused().Port, ConnectionSecurity.None), Options);

        Assert.Contains("refused", fixture.Pause, StringComparison.Ordinal);
        await WaitsAndLeavesOnceItHealsAsync(fixture);
    }

    [Fact]
    public async Task A_firewall_swallows_every_packet()
    {
        using var full = await FullListener.StartAsync(IPAddress.Loopback, 0, Token);
        await using var fixture = new FaultFixture { Step = TimeSpan.FromSeconds(31) };
        await fixture.AcceptAsync();

        await fixture.RunAsync(new SmtpEndpoint("127.0.0.1", full.Port, ConnectionSecurity.None), Options);

        Assert.Contains("did not answer", fixture.Pause, StringComparison.Ordinal);
        await WaitsAndLeavesOnceItHealsAsync(fixture);
    }

    [Fact]
    public async Task Every_connection_is_reset()
    {
        await using var server = new ScriptedMailServer("RESET");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        Assert.NotNull(fixture.Pause);
        await WaitsAndLeavesOnceItHealsAsync(fixture);
    }

    [Fact]
    public async Task Accepts_and_never_speaks()
    {
        await using var server = new ScriptedMailServer("HOLD");
        await using var fixture = new FaultFixture { Step = TimeSpan.FromMinutes(6) };
        await fixture.AcceptAsync();

        await fixture.RunAsync(server);

        Assert.Contains("is it a mail server", fixture.Pause, StringComparison.Ordinal);
        await WaitsAndLeavesOnceItHealsAsync(fixture);
    }

    [Fact]
    public async Task Works_every_second_time()
    {
        await using var server = new ScriptedMailServer($"CLOSE\nNEXT\n{FaultFixture.TakesOneMessage}");
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();
        await fixture.RunAsync(server);
        fixture.LetTimePass();

        await fixture.RunAsync(server);

        Assert.Equal(DeliveryState.Delivered, (await fixture.DeliveryAsync()).State);
        Assert.Null(fixture.Pause);
    }

    [Fact]
    public async Task The_name_is_not_known()
    {
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(
            new SmtpEndpoint("mail.example.com", 25, ConnectionSecurity.None), Options with { Resolver = new FixedResolver(new HostLookup.NameNotFound()) });

        Assert.Contains("DNS knows no address of mail.example.com", fixture.Pause, StringComparison.Ordinal);
        await WaitsAndLeavesOnceItHealsAsync(fixture);
    }

    [Fact]
    public async Task Dns_is_down()
    {
        await using var fixture = new FaultFixture();
        await fixture.AcceptAsync();

        await fixture.RunAsync(
            new SmtpEndpoint("mail.example.com", 25, ConnectionSecurity.None),
            Options with { Resolver = new FixedResolver(new HostLookup.Unavailable("the name server is silent")) });

        Assert.Contains("DNS gives no answer", fixture.Pause, StringComparison.Ordinal);
        await WaitsAndLeavesOnceItHealsAsync(fixture);
    }

    static async Task WaitsAndLeavesOnceItHealsAsync(FaultFixture fixture)
    {
        Assert.Equal(DeliveryState.Waiting, (await fixture.DeliveryAsync()).State);

        Assert.Equal(1, await fixture.HealAsync());

        Assert.Equal(DeliveryState.Delivered, (await fixture.DeliveryAsync()).State);
    }
}
