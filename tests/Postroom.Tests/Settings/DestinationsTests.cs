using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;
using Postroom.Tests.Diagnosis;
using Postroom.Tests.Support;

namespace Postroom.Tests.Settings;

public sealed class DestinationsTests
{
    // Each in the spellings that lead to the same machine: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP, with a
    // scope, and the forms of IPv4 that the C library takes.
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("::ffff:0:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001:0:1:2:3:4:5601:5601")]
    [InlineData("fd12::5efe:a9fe:a9fe")]
    [InlineData("0xa9fea9fe")]
    [InlineData("2852039166")]
    [InlineData("0251.0376.0251.0376")]
    [InlineData("169.254.1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd00:ec2::254%1")]
    [InlineData("fe80::1%2")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    public void Knows_where_no_server_is_in_every_disguise(string address) => Assert.False(Destinations.Usual.MayConnectTo(IPAddress.Parse(address)));

    [Theory, InlineData("192.0.2.1"), InlineData("10.0.0.1"), InlineData("127.0.0.1"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("2001:db8::1"), InlineData("fd12::1"), InlineData("100.100.100.201"), InlineData("169.253.255.255"), InlineData("1.0.0.0")]
    public void Leaves_others_alone(string address) => Assert.True(Destinations.Usual.MayConnectTo(IPAddress.Parse(address)));

    [Theory]
    [InlineData("169.254.10.5", "169.254.10.5", true)]
    [InlineData("169.254.10.5", "::ffff:169.254.10.5", true)]
    [InlineData("169.254.10.5", "169.254.10.6", false)]
    [InlineData(" fe80::/10 , 169.254.10.0/24", "fe80::1", true)]
    [InlineData("fe80::/10,169.254.10.0/24", "169.254.10.77", true)]
    [InlineData("", "fe80::1", false)]
    public void An_administrator_may_list_exceptions(string setting, string address, bool mayConnect) =>
        Assert.Equal(mayConnect, DestinationSettings.Read(Configuration(setting)).MayConnectTo(IPAddress.Parse(address)));

    [Fact]
    public void An_exception_that_is_no_address_is_named()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => DestinationSettings.Read(Configuration("10.0.0.1, relay.example.com")));

        Assert.Contains("relay.example.com", fault.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("http://0.0.0.0:1/token"), InlineData("http://[::]:1/token"), InlineData("http://169.254.169.254/latest"), InlineData("http://2852039166/")]
    public async Task No_HTTP_client_connects_there(string address)
    {
        using var http = new HttpClient(new GuardedConnector(Destinations.Usual).NewHandler());

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(address), TestContext.Current.CancellationToken));

        Assert.Contains("does not connect to", fault.Message, StringComparison.Ordinal);
    }

    static IConfiguration Configuration(string allowed) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(DestinationSettings.Setting, allowed)]).Build();

    [Theory, InlineData("10.1.2.3"), InlineData("172.31.255.255"), InlineData("192.168.0.1"), InlineData("127.0.0.1"), InlineData("::1"), InlineData("fe80::1"), InlineData("fd12::1"), InlineData("::ffff:10.0.0.1"), InlineData("100.64.0.1")]
    public void Knows_private_networks(string address) => Assert.True(Destinations.IsPrivate(IPAddress.Parse(address)));

    [Theory, InlineData("172.32.0.1"), InlineData("8.8.8.8"), InlineData("2001:db8::1"), InlineData("2002:0808:0808::1")]
    public void Knows_public_networks(string address) => Assert.False(Destinations.IsPrivate(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_leads_to_a_metadata_service_is_not_followed()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        var form = MailServerFixture.Custom with { Anonymous = "true" };
        var ready = Assert.IsType<PreparedServer.Ready>(fixture.Store.Prepare(form, null, forMessage: false));
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
