using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>What becomes of a certificate that its issuer revoked, over real handshakes and a real list.</summary>
public sealed class RevocationTests
{
    const string Script = "TLS\nS: 220 mail.example.com\nC: EHLO client.example.com\nS: 250 mail.example.com\nC: QUIT\nS: 221 Bye\n";

    [Theory, InlineData(RevocationCheck.Soft), InlineData(RevocationCheck.Hard)]
    public async Task A_revoked_certificate_is_refused(RevocationCheck check)
    {
        await using var issuer = new CrlServer();
        using var certificate = TestCertificates.Make(new() { CrlUrl = issuer.Url });
        issuer.Crl = List(certificate);

        var failure = Assert.IsType<OpenOutcome.Failed>(await OpenAsync(certificate, check)).Failure;

        Assert.Equal((SmtpFault.CertificateNotTrusted, "revoked"), (failure.Fault, failure.Tls!.Problems[0].Id));
    }

    [Theory, InlineData(RevocationCheck.Soft), InlineData(RevocationCheck.Hard)]
    public async Task A_certificate_that_is_not_on_the_list_is_trusted(RevocationCheck check)
    {
        await using var issuer = new CrlServer { Crl = List(null) };
        using var certificate = TestCertificates.Make(new() { CrlUrl = issuer.Url });

        var opened = Assert.IsType<OpenOutcome.Opened>(await OpenAsync(certificate, check));

        Assert.Empty(opened.Connection.Tls!.Warnings);
        Assert.NotEqual(0, issuer.Asked);
    }

    [Fact]
    public async Task A_list_that_cannot_be_reached_is_told_and_stops_nothing()
    {
        using var certificate = TestCertificates.Make(new() { CrlUrl = await DeadAddressAsync() });

        var opened = Assert.IsType<OpenOutcome.Opened>(await OpenAsync(certificate, RevocationCheck.Soft));

        Assert.Equal("revocation-unknown", Assert.Single(opened.Connection.Tls!.Warnings).Id);
    }

    [Fact]
    public async Task A_list_that_cannot_be_reached_stops_who_asks_for_certainty()
    {
        using var certificate = TestCertificates.Make(new() { CrlUrl = await DeadAddressAsync() });

        var failure = Assert.IsType<OpenOutcome.Failed>(await OpenAsync(certificate, RevocationCheck.Hard)).Failure;

        Assert.Equal("revocation-unknown", failure.Tls!.Problems[0].Id);
    }

    [Theory, InlineData(RevocationCheck.Soft, true), InlineData(RevocationCheck.Hard, false)]
    public async Task A_certificate_that_names_no_list_passes_unless_certainty_is_asked_for(RevocationCheck check, bool passes) =>
        Assert.Equal(passes, await OpenAsync(TestCertificates.Server, check) is OpenOutcome.Opened { Connection.Tls.Warnings: [] });

    [Fact]
    public async Task Nobody_is_asked_when_it_is_off()
    {
        await using var issuer = new CrlServer();
        using var certificate = TestCertificates.Make(new() { CrlUrl = issuer.Url });
        issuer.Crl = List(certificate);

        Assert.IsType<OpenOutcome.Opened>(await OpenAsync(certificate, RevocationCheck.Off));
        Assert.Equal(0, issuer.Asked);
    }

    [Fact]
    public async Task A_strangers_certificate_sends_us_nowhere()
    {
        await using var issuer = new CrlServer();
        using var certificate = TestCertificates.Make(new() { CrlUrl = issuer.Url, Issuer = TestCertificates.MakeRoot("Stranger") });

        Assert.IsType<OpenOutcome.Failed>(await OpenAsync(certificate, RevocationCheck.Soft));
        Assert.Equal(0, issuer.Asked);
    }

    static async Task<string> DeadAddressAsync()
    {
        await using var gone = new CrlServer();
        return gone.Url;
    }

    static byte[] List(X509Certificate2? revoked)
    {
        var list = new CertificateRevocationListBuilder();
        if (revoked is not null) list.AddEntry(revoked);
        return list.Build(TestCertificates.Root, BigInteger.One, DateTimeOffset.UtcNow.AddDays(7), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    static async Task<OpenOutcome> OpenAsync(X509Certificate2 certificate, RevocationCheck check)
    {
        await using var server = new ScriptedMailServer(Script, certificate: certificate);
        var options = new SmtpClientOptions
        {
            EhloName = "client.example.com",
            AdditionalRoots = TestCertificates.Trust,
            TotalTimeout = TimeSpan.FromSeconds(30),
            Resolver = new FixedResolver(IPAddress.Loopback),
            Revocation = check,
        };
        var outcome = await SmtpConnection.OpenAsync(
            new SmtpEndpoint("localhost", server.Port, ConnectionSecurity.Tls), options, null, TimeProvider.System, TestContext.Current.CancellationToken);
        if (outcome is OpenOutcome.Opened opened) await opened.Connection.QuitAsync();
        return outcome;
    }
}
