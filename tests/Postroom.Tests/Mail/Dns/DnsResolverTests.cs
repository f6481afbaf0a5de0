using System.Net;
using Postroom.Mail.Dns;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Dns;

/// <summary>Our resolver asks NSD.</summary>
public sealed class DnsResolverTests(DnsResolverTests.Zones zones) : IClassFixture<DnsResolverTests.Zones>
{
    public sealed class Zones : IAsyncLifetime
    {
        NameServer? _server;

        public NameServer Server => _server!;

        public async ValueTask InitializeAsync() => _server = await NameServer.StartAsync(
            ("example.test", $"""
                @            IN MX   20 backup.example.test.
                @            IN MX   10 Mail.example.test.
                @            IN TXT  "v=spf1 ip4:192.0.2.0/24 " "-all"
                mail         IN A    192.0.2.25
                mail         IN AAAA 2001:db8::25
                www          IN CNAME web
                web          IN CNAME mail
                away         IN CNAME there.elsewhere.test.
                lost         IN CNAME nowhere.elsewhere.test.
                one          IN CNAME two
                two          IN CNAME one.elsewhere.test.
                _submission._tcp IN SRV 0 1 587 mail
                _25._tcp.mail    IN TLSA 3 1 1 {new string('A', 64)}
                nobody       IN MX   0 .
                dotted\.name IN A    192.0.2.7
                long         IN TXT  {string.Join(' ', Enumerable.Range(0, 40).Select(i => $"\"{new string((char)('a' + (i % 26)), 200)}\""))}
                many         IN TXT  {string.Join("\nmany IN TXT ", Enumerable.Range(0, 250).Select(i => $"\"{i:D3}{new string('x', 240)}\""))}
                """),
            ("elsewhere.test", "there IN A 198.51.100.1\none IN CNAME one.example.test."),
            ("2.0.192.in-addr.arpa", "25 IN PTR mail.example.test."));

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    DnsResolver Resolver => new(new DnsResolverOptions { Servers = [zones.Server.EndPoint] }, TimeProvider.System);

    Task<DnsLookup> ProbeAsync(string name, DnsRecordType type) => Resolver.LookUpAsync(
        name, type, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Finds_both_kinds_of_address()
    {
        var four = await ProbeAsync("mail.example.test", DnsRecordType.A);
        var six = await ProbeAsync("MAIL.Example.test.", DnsRecordType.Aaaa);

        Assert.Equal(IPAddress.Parse("192.0.2.25"), Assert.Single(four.Of<DnsRecord.Address>()).Ip);
        Assert.Equal(IPAddress.Parse("2001:db8::25"), Assert.Single(six.Of<DnsRecord.Address>()).Ip);
    }

    [Fact]
    public async Task Finds_who_takes_the_mail()
    {
        var found = await ProbeAsync("example.test", DnsRecordType.Mx);

        Assert.Equal(
            [(10, "mail.example.test"), (20, "backup.example.test")],
            found.Of<DnsRecord.MailExchanger>().OrderBy(mx => mx.Preference).Select(mx => (mx.Preference, mx.Host)));
    }

    [Fact]
    public async Task Finds_that_nobody_takes_mail() =>
        Assert.Equal(
            "",
            Assert.Single(
                (await ProbeAsync("nobody.example.test", DnsRecordType.Mx)).Of<DnsRecord.MailExchanger>()).Host);

    [Fact]
    public async Task Joins_the_strings_of_a_text()
    {
        var text = Assert.Single((await ProbeAsync("example.test", DnsRecordType.Txt)).Of<DnsRecord.Text>());

        Assert.Equal(["v=spf1 ip4:192.0.2.0/24 ", "-all"], text.Strings);
        Assert.Equal("v=spf1 ip4:192.0.2.0/24 -all", text.Joined);
    }

    [Fact]
    public async Task Finds_services_certificates_and_names_of_addresses()
    {
        var service = Assert.Single(
            (await ProbeAsync("_submission._tcp.example.test", DnsRecordType.Srv)).Of<DnsRecord.Service>());
        var certificate = Assert.Single((await ProbeAsync("_25._tcp.mail.example.test", DnsRecordType.Tlsa)).Of<DnsRecord.CertificateAssociation>());
        var pointer = Assert.Single((await ProbeAsync(ReverseName.Of(IPAddress.Parse("192.0.2.25")), DnsRecordType.Ptr)).Of<DnsRecord.Reverse>());

        Assert.Equal((0, 1, 587, "mail.example.test"), (service.Priority, service.Weight, service.Port, service.Target));
        Assert.Equal((3, 1, 1, 32), (certificate.Usage, certificate.Selector, certificate.Matching, certificate.Association.Length));
        Assert.Equal("mail.example.test", pointer.Target);
    }

    [Theory]
    [InlineData("www.example.test", "mail.example.test", "192.0.2.25")]
    [InlineData("away.example.test", "there.elsewhere.test", "198.51.100.1")]
    public async Task Follows_aliases_within_a_zone_and_out_of_it(string name, string canonical, string address)
    {
        var found = Assert.IsType<DnsLookup.Found>(await ProbeAsync(name, DnsRecordType.A));

        Assert.Equal(canonical, found.CanonicalName);
        Assert.Equal(IPAddress.Parse(address), Assert.IsType<DnsRecord.Address>(Assert.Single(found.Records)).Ip);
    }

    [Fact]
    public async Task Finds_the_alias_itself_when_asked_for_it() =>
        Assert.Equal(
            "web.example.test",
            Assert.Single(
                (await ProbeAsync("www.example.test", DnsRecordType.Cname)).Of<DnsRecord.CanonicalName>()).Target);

    [Fact]
    public async Task Gives_up_on_aliases_that_never_end() =>
        Assert.IsType<DnsLookup.Unavailable>(await ProbeAsync("one.example.test", DnsRecordType.A));

    [Theory, InlineData("nowhere.example.test"), InlineData("lost.example.test")]
    public async Task Tells_that_there_is_no_such_name(string name) =>
        Assert.IsType<DnsLookup.NameNotFound>(await ProbeAsync(name, DnsRecordType.A));

    [Theory, InlineData("mail.example.test", DnsRecordType.Mx), InlineData("www.example.test", DnsRecordType.Txt)]
    public async Task Tells_that_a_name_has_no_such_record(string name, DnsRecordType type) =>
        Assert.IsType<DnsLookup.NoData>(await ProbeAsync(name, type));

    [Fact]
    public async Task A_dot_within_a_label_is_no_end_of_a_label() =>
        Assert.Single((await ProbeAsync(@"dotted\.name.example.test", DnsRecordType.A)).Of<DnsRecord.Address>());

    [Fact]
    public async Task Asks_over_TCP_for_what_does_not_fit_a_datagram()
    {
        var text = Assert.Single((await ProbeAsync("long.example.test", DnsRecordType.Txt)).Of<DnsRecord.Text>());
        var many = (await ProbeAsync("many.example.test", DnsRecordType.Txt)).Of<DnsRecord.Text>();

        Assert.Equal(8_000, text.Joined.Length);
        Assert.Equal(250, many.Count);
    }

    [Fact]
    public async Task Says_who_refused()
    {
        var lookup = Assert.IsType<DnsLookup.Unavailable>(await ProbeAsync("example.com", DnsRecordType.A));

        Assert.Contains("REFUSED", lookup.Reason);
        Assert.Contains(zones.Server.EndPoint.ToString(), lookup.Reason);
    }

    [Theory, InlineData("a..b"), InlineData(".a"), InlineData("."), InlineData(@"a\"), InlineData("é.test")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123.test")]
    public async Task What_cannot_be_a_name_is_not_found(string name) =>
        Assert.IsType<DnsLookup.NameNotFound>(await ProbeAsync(name, DnsRecordType.A));

    [Fact]
    public async Task A_name_of_255_bytes_is_one_and_of_256_is_none()
    {
        var label = new string('a', 63);

        Assert.IsType<DnsLookup.Unavailable>(
            await ProbeAsync($"{label}.{label}.{label}.{label[..56]}.test", DnsRecordType.A));
        Assert.IsType<DnsLookup.NameNotFound>(
            await ProbeAsync($"{label}.{label}.{label}.{label[..57]}.test", DnsRecordType.A));
    }
}
