using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Postroom.Diagnosis.Domains;
using Postroom.Mail.Addresses;
using Postroom.Mail.Dns;
using Postroom.Tests.Support;

namespace Postroom.Tests.Diagnosis.Domains;

public sealed class DomainCheckTests
{
    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    static readonly byte[] OurKey = NewKey();

    readonly ZoneResolver _dns = new ZoneResolver()
        .Mx("example.com", 10, "mail.example.com").Address("mail.example.com", "192.0.2.25")
        .Ptr("25.2.0.192.in-addr.arpa", "mail.example.com")
        .Text("_dmarc.example.com", "v=DMARC1; p=reject");

    SendingRoute _route = new("mail.example.com", null, []);
    DkimIdentity[] _keys = [];
    string? _envelope;

    static byte[] NewKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportSubjectPublicKeyInfo();
    }

    static DomainName Domain(string name) => DomainName.TryParse(name, out var domain) ? domain : throw new ArgumentException(name);

    static DkimIdentity Key(string domain = "example.com") => new("s1", Domain(domain), "rsa", OurKey);

    Task<DomainReport> RunAsync(IDnsResolver? resolver = null) => new DomainCheck(resolver ?? _dns, TimeProvider.System).RunAsync(
        new DomainCheckRequest(Domain("example.com"), _route, English)
        {
            Keys = _keys,
            Envelope = _envelope is null ? null : Domain(_envelope),
        },
        TestContext.Current.CancellationToken);

    async Task<DomainFinding> FindAsync(string topic) => (await RunAsync()).Findings.Single(finding => finding.Topic == topic);

    void Provider() => _route = new SendingRoute("smtp.gmail.com", "_spf.google.com", []);

    [Fact]
    public async Task A_domain_in_order_is_good_throughout()
    {
        _dns.Text("example.com", "v=spf1 mx -all").Text("s1._domainkey.example.com", Key().RecordValue);
        _keys = [Key()];

        var report = await RunAsync();

        Assert.Equal(["spf-ok", "dkim-ok", "dmarc-ok", "mx-ok", "ptr-ok"], report.Findings.Select(finding => finding.Id));
        Assert.Equal(FindingState.Good, report.State);
    }

    [Theory]
    [InlineData("v=spf1 ip4:198.51.100.1 -all", "spf-host-missing", FindingState.Warning, "v=spf1 ip4:198.51.100.1 ip4:192.0.2.25 -all")]
    [InlineData("v=spf1 +all", "spf-open", FindingState.Bad, "v=spf1 ~all")]
    [InlineData("v=spf1 ipv4:192.0.2.25 -all", "spf-syntax", FindingState.Bad, null)]
    [InlineData("v=spf1 include:nobody.example -all", "spf-broken", FindingState.Bad, null)]
    [InlineData("v=spf1 a a a a a a a a a a a -all", "spf-too-many-lookups", FindingState.Bad, null)]
    [InlineData("v=spf1 redirect=other.example", "spf-host-missing", FindingState.Warning, "v=spf1 ip4:192.0.2.25 redirect=other.example")]
    public async Task Tells_what_is_wrong_with_SPF(string record, string id, FindingState state, string? publish)
    {
        _dns.Text("example.com", record).Text("other.example", "v=spf1 -all");

        var spf = await FindAsync("spf");

        Assert.Equal((id, state, publish), (spf.Id, spf.State, spf.Publish?.Value));
        Assert.Equal([record], spf.Seen);
    }

    [Fact]
    public async Task Writes_the_SPF_record_that_is_missing()
    {
        var spf = await FindAsync("spf");

        Assert.Equal("spf-missing", spf.Id);
        Assert.Equal(new RecordToPublish("example.com", "TXT", "v=spf1 ip4:192.0.2.25 ~all", Replaces: false), spf.Publish);
        Assert.Equal("example.com. IN TXT \"v=spf1 ip4:192.0.2.25 ~all\"", spf.Publish!.ZoneLine);
    }

    [Fact]
    public async Task Two_SPF_records_are_none()
    {
        _dns.Text("example.com", "v=spf1 mx -all").Text("example.com", "v=spf1 a -all");

        Assert.Equal("spf-several", (await FindAsync("spf")).Id);
    }

    [Theory]
    [InlineData("v=spf1 include:_spf.google.com ~all", "spf-ok", null)]
    [InlineData("v=spf1 include:ours.example ~all", "spf-ok", null)]
    [InlineData("v=spf1 mx ~all", "spf-include-missing", "v=spf1 mx include:_spf.google.com ~all")]
    public async Task Looks_for_the_providers_include_however_deep(string record, string id, string? publish)
    {
        Provider();
        _dns.Text("example.com", record).Text("ours.example", "v=spf1 include:_spf.Google.com -all").Text("_spf.google.com", "v=spf1 -all");

        var spf = await FindAsync("spf");

        Assert.Equal((id, publish), (spf.Id, spf.Publish?.Value));
    }

    [Theory, InlineData("localhost"), InlineData("127.0.0.1"), InlineData("10.1.2.3"), InlineData("[fd00::1]")]
    public async Task Says_that_it_cannot_know_where_a_local_server_sends_from(string host)
    {
        _route = new SendingRoute(host, null, []);
        _dns.Text("example.com", "v=spf1 mx -all").Address("localhost", "127.0.0.1");

        var report = await RunAsync();

        Assert.Contains(report.Findings, finding => finding is { Id: "spf-route-unknown", State: FindingState.Unknown });
        Assert.Contains(report.Findings, finding => finding is { Id: "ptr-route-unknown", State: FindingState.Unknown });
        Assert.Contains(report.Findings, finding => finding is { Id: "dmarc-unsure", State: FindingState.Unknown });
    }

    [Fact]
    public async Task Sending_addresses_that_somebody_gave_are_certain()
    {
        _route = new SendingRoute("localhost", null, [IPAddress.Parse("203.0.113.9")]);
        _dns.Text("example.com", "v=spf1 mx -all");

        var report = await RunAsync();

        Assert.Contains(report.Findings, finding => finding is { Id: "spf-address-missing", State: FindingState.Bad, Publish.Value: "v=spf1 mx ip4:203.0.113.9 -all" });
        Assert.Contains(report.Findings, finding => finding is { Id: "ptr-missing", State: FindingState.Bad });
        Assert.Contains(report.Findings, finding => finding is { Id: "dmarc-not-aligned", State: FindingState.Bad });
    }

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=AAAA", "dkim-mismatch")]
    [InlineData("v=DKIM1; p=", "dkim-revoked")]
    [InlineData("v=DKIM1; k=rsa", "dkim-syntax")]
    [InlineData("v=DKIM2; p=AAAA", "dkim-syntax")]
    [InlineData("p=a b!", "dkim-syntax")]
    [InlineData(null, "dkim-missing")]
    public async Task Compares_the_DKIM_record_with_our_key(string? record, string id)
    {
        _keys = [Key()];
        if (record is not null) _dns.Text("s1._domainkey.example.com", record);

        var dkim = await FindAsync("dkim");

        Assert.Equal((id, FindingState.Bad, Key().RecordValue), (dkim.Id, dkim.State, dkim.Publish!.Value));
    }

    [Fact]
    public async Task Knows_our_key_in_several_strings_with_spaces_and_as_a_bare_RSA_key()
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(OurKey, out _);
        var bare = Convert.ToBase64String(rsa.ExportRSAPublicKey());
        _keys = [Key()];
        _dns.Text("s1._domainkey.example.com", "k=rsa; t=s; ", $"p={bare[..100]} ", $" {bare[100..]};");

        Assert.Equal("dkim-ok", (await FindAsync("dkim")).Id);
    }

    [Fact]
    public async Task Says_that_DKIM_is_being_tried_out()
    {
        _keys = [Key()];
        _dns.Text("s1._domainkey.example.com", Key().RecordValue.Replace("k=", "t=y:s; k="));

        Assert.Equal(("dkim-testing", FindingState.Warning), (await FindAsync("dkim")) is var found ? (found.Id, found.State) : default);
    }

    [Fact]
    public void A_long_value_is_cut_into_strings_of_255_bytes()
    {
        var strings = new RecordToPublish("s1._domainkey.example.com", "TXT", Key().RecordValue, Replaces: false).ZoneValue.Split("\" \"");

        Assert.Equal(2, strings.Length);
        Assert.Equal(Key().RecordValue, string.Concat(strings).Trim('"'));
        Assert.All(strings, text => Assert.True(text.Trim('"').Length <= 255));
    }

    [Theory]
    [InlineData("bounces.example.com", "dmarc-ok")]
    [InlineData("mailer.example.net", "dmarc-not-aligned")]
    public async Task SPF_counts_only_for_a_domain_of_the_same_organisation(string envelope, string id)
    {
        _envelope = envelope;
        _dns.Text(envelope, "v=spf1 ip4:192.0.2.25 -all").Mx(envelope, 10, "mail.example.com");

        Assert.Equal(id, (await FindAsync("dmarc")).Id);
    }

    [Fact]
    public async Task A_signature_of_the_domain_satisfies_DMARC_where_SPF_does_not()
    {
        _envelope = "mailer.example.net";
        _keys = [Key()];
        _dns.Mx(_envelope, 10, "mail.example.com").Text("s1._domainkey.example.com", Key().RecordValue);

        var dmarc = await FindAsync("dmarc");

        Assert.Equal("dmarc-ok", dmarc.Id);
        Assert.EndsWith("through DKIM.", dmarc.Cause);
    }

    [Fact]
    public async Task Writes_a_DMARC_record_where_there_is_none()
    {
        var report = await new DomainCheck(_dns, TimeProvider.System).RunAsync(
            new DomainCheckRequest(Domain("例え.example"), _route, English), TestContext.Current.CancellationToken);

        var dmarc = report.Findings.Single(finding => finding.Topic == "dmarc");
        Assert.Equal("_dmarc.xn--r8jz45g.example", dmarc.Publish!.Name);
        Assert.Equal("例え.example", report.Domain);
    }

    [Theory]
    [InlineData(".", null, "mx-null", FindingState.Bad)]
    [InlineData("lost.example.com", null, "mx-host-missing", FindingState.Bad)]
    [InlineData(null, "192.0.2.80", "mx-implicit", FindingState.Warning)]
    [InlineData(null, null, "mx-missing", FindingState.Bad)]
    public async Task Tells_whether_bounces_find_a_way_back(string? exchanger, string? address, string id, FindingState state)
    {
        var dns = new ZoneResolver();
        if (exchanger is not null) dns.Mx("example.com", 0, exchanger.TrimEnd('.'));
        if (address is not null) dns.Address("example.com", address);

        var mx = (await RunAsync(dns)).Findings.Single(finding => finding.Topic == "mx");

        Assert.Equal((id, state), (mx.Id, mx.State));
    }

    [Fact]
    public async Task A_name_that_does_not_lead_back_is_unconfirmed()
    {
        var dns = new ZoneResolver().Address("mail.example.com", "192.0.2.25").Ptr("25.2.0.192.in-addr.arpa", "other.example").Address(
            "other.example", "192.0.2.26");

        var ptr = (await RunAsync(dns)).Findings.Single(finding => finding.Topic == "ptr");

        Assert.Equal("ptr-unconfirmed", ptr.Id);
    }

    [Fact]
    public async Task When_DNS_is_silent_everything_is_unknown_and_says_why()
    {
        _keys = [Key()];
        _route = new SendingRoute("localhost", null, [IPAddress.Parse("203.0.113.9")]);

        var report = await RunAsync(new SilentDns());

        Assert.All(report.Findings, finding => Assert.Equal(FindingState.Unknown, finding.State));
        Assert.Contains("gave no answer", report.Findings[0].Cause);
    }

    [Fact]
    public async Task Ends_after_15_seconds_with_what_is_known()
    {
        var time = new FakeTime();
        var running = new DomainCheck(new HangingDns(), time).RunAsync(
            new DomainCheckRequest(Domain("example.com"), _route, English), TestContext.Current.CancellationToken);

        time.Advance(DomainCheck.TotalTimeout);

        var report = await running;
        Assert.All(report.Findings.Where(finding => finding.Topic is "spf" or "dmarc" or "mx"), finding => Assert.Equal(FindingState.Unknown, finding.State));
    }

    sealed class SilentDns : IDnsResolver
    {
        public Task<DnsLookup> LookUpAsync(string name, DnsRecordType type, CancellationToken cancellationToken) =>
            Task.FromResult<DnsLookup>(new DnsLookup.Unavailable("192.0.2.53 gave no answer within 2 s."));
    }

    sealed class HangingDns : IDnsResolver
    {
        public async Task<DnsLookup> LookUpAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return new DnsLookup.NoData();
        }
    }
}
