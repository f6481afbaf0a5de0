using System.Globalization;
using System.Net;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Detection;
using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Dns;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;
using Postroom.Tests.Support;

namespace Postroom.Tests.Diagnosis.Detection;

/// <summary>Asks a DNS server of another make (NSD), and mail servers on loopback.</summary>
public sealed class SettingsDetectorTests
{
    const string OffersLogin = """
        S: 220 mail.example.com ESMTP
        C: EHLO fixture.example.net
        S: 250-mail.example.com
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 2.0.0 go
        TLS
        C: EHLO fixture.example.net
        S: 250-mail.example.com
        S: 250 AUTH PLAIN LOGIN
        C: QUIT
        S: 221 bye
        """;

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_what_the_domain_announces()
    {
        await using var server = new ScriptedMailServer(OffersLogin);
        await using var names = await NameServer.StartAsync(("example.org", $"_submission._tcp SRV 0 1 {server.Port} localhost."));

        var result = await DetectAsync("ada@example.org", names);

        var found = Assert.Single(result.Found);
        Assert.Equal(
            (true, "srv", "localhost", server.Port, "starttls", "ada@example.org", false),
            (found.Verified, found.Source, found.Settings.Host, found.Settings.Port, found.Settings.Security, found.Settings.UserName, found.Settings.Anonymous));
        Assert.Contains("PLAIN, LOGIN", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_what_is_announced_and_does_not_answer_as_not_verified()
    {
        await using var names = await NameServer.StartAsync(("example.org", "_submissions._tcp SRV 0 1 1 localhost."));

        var result = await DetectAsync("ada@example.org", names);

        Assert.Equal((false, false, "tls"), (result.Ok, Assert.Single(result.Found).Verified, result.Found[0].Settings.Security));
    }

    [Fact]
    public async Task Knows_a_provider_by_who_receives_the_mail()
    {
        await using var names = await NameServer.StartAsync(("example.org", "@ MX 1 aspmx.l.google.com."));

        var result = await DetectAsync("ada@example.org", names, hosts: new Nowhere());

        var found = Assert.Single(result.Found);
        Assert.Equal(("provider", "gmail", "smtp.gmail.com", 587), (found.Source, found.Settings.Preset, found.Settings.Host, found.Settings.Port));
        Assert.NotEmpty(found.Requirements);
    }

    [Fact]
    public async Task Believes_a_domain_that_says_it_has_no_such_service()
    {
        await using var names = await NameServer.StartAsync(("example.org", "_submission._tcp SRV 0 0 0 ."));

        var result = await DetectAsync("ada@example.org", names, hosts: new Nowhere());

        Assert.Empty(result.Found);
    }

    [Fact]
    public async Task A_strangers_DNS_leads_into_no_private_network()
    {
        await using var server = new ScriptedMailServer(OffersLogin);
        await using var names = await NameServer.StartAsync(("example.org", $"_submission._tcp SRV 0 1 {server.Port} localhost."));

        var result = await DetectAsync("ada@example.org", names, new TestSettings());

        Assert.False(Assert.Single(result.Found).Verified);
        Assert.Empty(server.Heard);
    }

    [Fact]
    public async Task Tries_the_ports_of_a_host_that_was_typed()
    {
        await using var server = new ScriptedMailServer(OffersLogin);
        await using var names = await NameServer.StartAsync(("example.org", "@ TXT nothing"));
        var settings = new TestSettings { Ports = [new SubmissionPort(1, ConnectionSecurity.Tls), new SubmissionPort(server.Port, ConnectionSecurity.StartTls)] };

        var result = await DetectAsync("localhost", names, settings);

        Assert.Equal((true, server.Port), (result.Ok, Assert.Single(result.Found).Settings.Port));
    }

    [Theory, InlineData(""), InlineData("two words"), InlineData("a@"), InlineData("https://example.com/x")]
    public void Reads_no_target_out_of_anything_else(string typed) => Assert.Null(DetectionTarget.Read(typed));

    [Fact]
    public void Every_provider_is_known_by_one_name_only()
    {
        var domains = Presets.All.SelectMany(preset => preset.Domains ?? [])
            .Concat(Presets.All.SelectMany(preset => preset.Regions ?? []).SelectMany(region => region.Domains ?? [])).ToList();
        var exchangers = Presets.All.SelectMany(preset => preset.Mx ?? []).ToList();

        Assert.Equal((domains.Count, exchangers.Count), (domains.Distinct().Count(), exchangers.Distinct().Count()));
    }

    static Task<DetectionResult> DetectAsync(string typed, NameServer names, TestSettings? settings = null, IHostResolver? hosts = null)
    {
        var dns = new DnsResolver(new DnsResolverOptions { Servers = [names.EndPoint] }, TimeProvider.System);
        var detector = new SettingsDetector(dns, TimeProvider.System, settings ?? new TestSettings { PrivateDetection = true }, hosts) { Roots = TestCertificates.Trust };
        return detector.DetectAsync(
            DetectionTarget.Read(typed)!, new HostIdentity("fixture.example.net", IPAddress.Loopback),
            CultureInfo.InvariantCulture, Cancelled)
            .WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    sealed class Nowhere : IHostResolver
    {
        public Task<HostLookup> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<HostLookup>(new HostLookup.NameNotFound());
    }
}
