using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Smtp.Client;
using Postroom.Mail.Smtp.Client.Tls;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>TLS servers of another make that misbehave, and chains that servers really send.</summary>
public sealed class TlsServerTests
{
    const string Script = "TLS\nS: 220 mail.example.com\nC: EHLO client.example.com\nS: 250 mail.example.com\nC: QUIT\nS: 221 Bye\n";
    const string Weak = "-cipher DEFAULT@SECLEVEL=0";

    [Theory, InlineData("-tls1_1", "TLS 1.1"), InlineData("-tls1", "TLS 1.0")]
    public async Task An_outdated_version_is_named(string version, string name)
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        var port = await openssl.ServeAsync($"-cert server.pem -key server.key {version} {Weak}");

        var failure = await FailAsync(port, Trusting(openssl));

        Assert.Equal(SmtpFault.TlsTooOld, failure.Fault);
        Assert.Matches($"{name}|neither TLS 1.2 nor 1.3", failure.Detail);
    }

    [Theory, InlineData("-tls1_2"), InlineData("-tls1_3")]
    public async Task A_server_that_wants_a_client_certificate_says_so(string version)
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        var port = await openssl.ServeAsync($"-cert server.pem -key server.key -CAfile ca.pem -Verify 1 -verify_return_error {version}");

        Assert.Equal(SmtpFault.ClientCertificateWanted, (await FailAsync(port, Trusting(openssl))).Fault);
    }

    [Theory, InlineData("-tls1_2"), InlineData("-tls1_3")]
    public async Task A_server_that_knows_another_authority_refuses_our_client_certificate(string version)
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        var port = await openssl.ServeAsync($"-cert server.pem -key server.key -CAfile ca.pem -Verify 1 -verify_return_error {version}");
        var options = Trusting(openssl) with { ClientCertificate = SslStreamCertificateContext.Create(TestCertificates.Server, null, offline: true) };

        Assert.Equal(SmtpFault.ClientCertificateRefused, (await FailAsync(port, options)).Fault);
    }

    [Fact]
    public async Task The_client_certificate_is_shown_to_a_server_that_asks()
    {
        using var own = TestCertificates.Make(new() { Subject = "CN=postroom", Usage = "1.3.6.1.5.5.7.3.2" });
        await using var server = new ScriptedMailServer(Script, clientRoot: TestCertificates.Root);
        var options = Options with { ClientCertificate = SslStreamCertificateContext.Create(own, null, offline: true) };

        var opened = Assert.IsType<OpenOutcome.Opened>(await OpenAsync(server.Port, options));
        await opened.Connection.QuitAsync();

        Assert.Equal("CN=postroom", server.ClientSubject);
    }

    [Fact]
    public async Task A_short_key_is_weak_on_the_wire()
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync("rsa:1024");
        var port = await openssl.ServeAsync($"-cert server.pem -key server.key {Weak}");

        Assert.Equal("weak", Assert.Single((await FailAsync(port, Trusting(openssl))).Tls!.Problems).Id);
    }

    [Fact]
    public async Task A_broken_hash_is_weak_on_the_wire()
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync(hash: "sha1");
        var port = await openssl.ServeAsync($"-cert server.pem -key server.key {Weak}");

        Assert.Equal("weak", Assert.Single((await FailAsync(port, Trusting(openssl))).Tls!.Problems).Id);
    }

    [Fact]
    public async Task Every_certificate_that_the_server_sent_is_shown()
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        await openssl.RunAsync("req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Unrelated -keyout other.key -out other.pem");
        var port = await openssl.ServeAsync("-cert server.pem -key server.key -cert_chain other.pem");

        var failure = await FailAsync(port, Options);

        Assert.Equal(["CN=localhost", "CN=Unrelated"], failure.Tls!.Chain.Select(certificate => certificate.Subject));
    }

    [Fact]
    public async Task A_missing_intermediate_is_told_from_an_unknown_issuer_where_the_certificate_names_it()
    {
        using var intermediate = Intermediate();
        using var certificate = TestCertificates.Make(new() { Issuer = intermediate, IssuerUrl = "http://ca.example/intermediate.cer" });

        Assert.Equal("missing-intermediate", Assert.Single((await FailAsync(certificate, Options)).Tls!.Problems).Id);
    }

    [Fact]
    public async Task A_missing_intermediate_is_told_where_a_trusted_root_is_of_the_same_organisation()
    {
        using var root = TestCertificates.Make(new() { Subject = "CN=Root, O=Example", Issuer = null, IsAuthority = true, Names = [], Addresses = [] });
        using var intermediate = TestCertificates.Make(new() { Subject = "CN=Issuing, O=Example", Issuer = root, IsAuthority = true, Names = [], Addresses = [] });
        using var certificate = TestCertificates.Make(new() { Issuer = intermediate });

        Assert.Equal("missing-intermediate", Assert.Single((await FailAsync(certificate, Options with { AdditionalRoots = [root] })).Tls!.Problems).Id);
    }

    [Fact]
    public async Task A_chosen_intermediate_is_trusted_though_its_root_is_not()
    {
        using var intermediate = Intermediate();
        using var certificate = TestCertificates.Make(new() { Issuer = intermediate });

        Assert.IsType<OpenOutcome.Opened>(await OpenAsync(certificate, Options with { AdditionalRoots = [intermediate] }));
    }

    [Fact]
    public async Task A_forged_certificate_is_not_trusted_by_a_chosen_intermediate_of_the_same_name()
    {
        using var intermediate = Intermediate();
        using var forger = Intermediate();
        using var certificate = TestCertificates.Make(new() { Issuer = forger });

        Assert.NotEmpty((await FailAsync(certificate, Options with { AdditionalRoots = [intermediate] })).Tls!.Problems);
    }

    [Fact]
    public async Task A_certificate_that_a_leaf_issued_is_refused()
    {
        using var leaf = TestCertificates.Make(new() { Subject = "CN=leaf" });
        using var certificate = TestCertificates.Make(new() { Issuer = leaf });

        Assert.Contains((await FailAsync(certificate, Options, leaf)).Tls!.Problems, problem => problem.Id == "issued-by-leaf");
    }

    [Fact]
    public async Task A_pinned_key_stays_good_for_a_renewed_certificate_and_for_no_other()
    {
        var pin = CertificateSummary.Read(TestCertificates.Server.RawData).PublicKeySha256;

        Assert.IsType<OpenOutcome.Opened>(await OpenAsync(TestCertificates.Server, Options with { AdditionalRoots = null, PinnedPublicKeySha256 = pin }));
        var failure = await FailAsync(TestCertificates.Server, Options with { PinnedPublicKeySha256 = new string('0', 64) });
        Assert.Equal("pin-mismatch", Assert.Single(failure.Tls!.Problems).Id);
    }

    [Theory]
    [InlineData("xn--mnchen-3ya.example", "xn--mnchen-3ya.example", true)]
    [InlineData("*.example", "xn--mnchen-3ya.example", true)]
    [InlineData("xn--*.example", "xn--mnchen-3ya.example", false)]
    [InlineData("*.*.example", "a.b.example", false)]
    [InlineData("*", "localhost", false)]
    [InlineData("*.", "localhost", false)]
    [InlineData("mail.example.com.", "mail.example.com", true)]
    [InlineData("*.example.com", ".example.com", false)]
    public void Names_are_compared_by_RFC_9525(string presented, string host, bool isSame) =>
        Assert.Equal(isSame, ServerIdentity.IsName(presented, host));

    [Fact]
    public void A_certificate_whose_names_are_garbage_is_not_trusted_and_breaks_nothing()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var judge = new CertificateJudge("localhost", Options, TimeProvider.System);

        Assert.False(judge.Judge(certificate, null));
        Assert.NotEmpty(judge.Problems);
    }

    static SmtpClientOptions Options => new()
    {
        EhloName = "client.example.com",
        AdditionalRoots = TestCertificates.Trust,
        TotalTimeout = TimeSpan.FromSeconds(30),
        Resolver = new FixedResolver(IPAddress.Loopback),
    };

    static SmtpClientOptions Trusting(OpenSsl openssl) =>
        Options with { AdditionalRoots = [X509CertificateLoader.LoadCertificateFromFile(openssl.PathOf("ca.pem"))] };

    static X509Certificate2 Intermediate() =>
        TestCertificates.Make(new() { Subject = "CN=Intermediate", IsAuthority = true, Names = [], Addresses = [] });

    static async Task<SmtpFailure> FailAsync(int port, SmtpClientOptions options) =>
        Assert.IsType<OpenOutcome.Failed>(await OpenAsync(port, options)).Failure;

    static async Task<SmtpFailure> FailAsync(X509Certificate2 certificate, SmtpClientOptions options, params X509Certificate2[] chain) =>
        Assert.IsType<OpenOutcome.Failed>(await OpenAsync(certificate, options, chain)).Failure;

    static async Task<OpenOutcome> OpenAsync(X509Certificate2 certificate, SmtpClientOptions options, params X509Certificate2[] chain)
    {
        await using var server = new ScriptedMailServer(Script, certificate: certificate, chain: [.. chain]);
        var outcome = await OpenAsync(server.Port, options);
        if (outcome is OpenOutcome.Opened opened) await opened.Connection.QuitAsync();
        return outcome;
    }

    static Task<OpenOutcome> OpenAsync(int port, SmtpClientOptions options) => SmtpConnection.OpenAsync(
        new SmtpEndpoint("localhost", port, ConnectionSecurity.Tls), options, null, TimeProvider.System, TestContext.Current.CancellationToken);
}
