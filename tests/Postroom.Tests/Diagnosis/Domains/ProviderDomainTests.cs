using System.Globalization;
using System.Security.Cryptography;
using Postroom.Diagnosis.Domains;
using Postroom.Mail.Addresses;
using Postroom.Tests.Support;

namespace Postroom.Tests.Diagnosis.Domains;

/// <summary>What the check asks for where mail leaves over a provider with customs of its own.</summary>
public sealed class ProviderDomainTests
{
    static readonly SendingRoute Postmark = new("smtp.postmarkapp.com", null, []) { ReplacesEnvelope = true };

    readonly ZoneResolver _dns = new ZoneResolver()
        .Mx("example.com", 10, "mail.example.com").Address("mail.example.com", "192.0.2.25")
        .Text("_dmarc.example.com", "v=DMARC1; p=reject");

    async Task<IReadOnlyList<DomainFinding>> RunAsync(SendingRoute route, params DkimIdentity[] keys)
    {
        Assert.True(DomainName.TryParse("example.com", out var domain));
        var request = new DomainCheckRequest(domain, route, CultureInfo.GetCultureInfo("en")) { Keys = keys };

        return (await new DomainCheck(_dns, TimeProvider.System).RunAsync(request, TestContext.Current.CancellationToken)).Findings;
    }

    [Fact]
    public async Task A_former_include_of_the_provider_does_as_well()
    {
        _dns.Text("example.com", "v=spf1 include:zoho.com ~all").Text("zoho.com", "v=spf1 -all");

        var findings = await RunAsync(new SendingRoute("smtp.zoho.com", "zohomail.com", []) { OtherSpfIncludes = ["zoho.com"] });

        Assert.Contains(findings, finding => finding.Id == "spf-ok");
    }

    [Theory, InlineData("v=spf1 mx -all"), InlineData(null)]
    public async Task No_include_is_asked_for_where_the_provider_has_an_envelope_sender_of_its_own(string? record)
    {
        _dns.Address("smtp.postmarkapp.com", "198.51.100.7");
        if (record is not null) _dns.Text("example.com", record);

        var findings = await RunAsync(Postmark);

        Assert.Contains(findings, finding => finding is { Id: "spf-provider", State: FindingState.Good, Publish: null });
        Assert.Contains(findings, finding => finding is { Id: "ptr-provider", State: FindingState.Good });
        Assert.Contains(findings, finding => finding is { Id: "dmarc-provider", State: FindingState.Unknown });
    }

    [Fact]
    public async Task Our_own_signature_satisfies_DMARC_whosever_the_envelope_sender_is()
    {
        using var rsa = RSA.Create(2048);
        Assert.True(DomainName.TryParse("example.com", out var domain));
        var key = new DkimIdentity("s1", domain, "rsa", rsa.ExportSubjectPublicKeyInfo());
        _dns.Text("s1._domainkey.example.com", key.RecordValue);

        Assert.Contains(await RunAsync(Postmark, key), finding => finding.Id == "dmarc-ok");
    }

    [Fact]
    public async Task A_record_that_is_wrong_is_wrong_whosever_the_envelope_sender_is()
    {
        _dns.Text("example.com", "v=spf1 +all");

        Assert.Contains(await RunAsync(Postmark), finding => finding.Id == "spf-open");
    }
}
