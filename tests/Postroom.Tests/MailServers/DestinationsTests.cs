using System.Net;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Tests.Diagnosis;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers;

public sealed class DestinationsTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd00:ec2::254%1")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    public void Knows_metadata_services_in_every_disguise(string address) => Assert.True(Destinations.IsMetadata(IPAddress.Parse(address)));

    [Theory, InlineData("192.0.2.1"), InlineData("169.254.169.253"), InlineData("127.0.0.1"), InlineData("::1"), InlineData("2001:db8::1")]
    public void Leaves_others_alone(string address) => Assert.False(Destinations.IsMetadata(IPAddress.Parse(address)));

    [Theory, InlineData("10.1.2.3"), InlineData("172.31.255.255"), InlineData("192.168.0.1"), InlineData("127.0.0.1"), InlineData("::1"), InlineData("fe80::1"), InlineData("fd12::1"), InlineData("::ffff:10.0.0.1"), InlineData("100.64.0.1")]
    public void Knows_private_networks(string address) => Assert.True(Destinations.IsPrivate(IPAddress.Parse(address)));

    [Theory, InlineData("172.32.0.1"), InlineData("8.8.8.8"), InlineData("2001:db8::1"), InlineData("2002:0808:0808::1")]
    public void Knows_public_networks(string address) => Assert.False(Destinations.IsPrivate(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_leads_to_a_metadata_service_is_not_followed()
    {
        await using var desk = await MailServerDesk.LoadedAsync();
        var form = MailServerDesk.Custom with { Anonymous = "true" };
        var ready = Assert.IsType<PreparedServer.Ready>(desk.Store.Prepare(form, null, forMessage: false));
        var options = ready.Server.Options with { Resolver = new NamesAll(IPAddress.Parse("::ffff:169.254.169.254")) };
        var request = TestRequest.For(ready with { Server = ready.Server with { Options = options } }, null, System.Globalization.CultureInfo.InvariantCulture);

        var result = await TestRuns.ResultAsync(request);

        Assert.Equal(("destination-forbidden", "dns"), (result.Cause!.Id, result.Stages[^1].Stage));
    }

    sealed class NamesAll(IPAddress address) : IHostResolver
    {
        public Task<HostLookup> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult<HostLookup>(new HostLookup.Found([address]));
    }
}
