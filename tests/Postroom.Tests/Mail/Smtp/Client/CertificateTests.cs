using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Smtp.Client;
using Postroom.Mail.Smtp.Client.Tls;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>What a server's certificate may be and what it may not, over real handshakes.</summary>
public sealed class CertificateTests
{
    const string After = "S: 220 mail.example.com\nC: EHLO client.example.com\nS: 250 mail.example.com\nC: QUIT\nS: 221 Bye\n";

    public static TheoryData<string, TestCertificates.Wish, string> Untrusted => new()
    {
        { "localhost", new() { Issuer = null }, "self-signed" },
        { "localhost", new() { Issuer = TestCertificates.MakeRoot("Stranger") }, "unknown-issuer" },
        { "localhost", new() { NotAfter = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero) }, "expired" },
        { "localhost", new() { NotBefore = new(2098, 1, 1, 0, 0, 0, TimeSpan.Zero) }, "not-yet-valid" },
        { "localhost", new() { Names = ["mail.example.com"] }, "name-mismatch" },
        { "localhost", new() { Names = [], Addresses = [], Subject = "CN=localhost" }, "name-mismatch" },
        { "127.0.0.1", new() { Addresses = [] }, "name-mismatch" },
        { "127.0.0.1", new() { Names = ["127.0.0.1"], Addresses = [] }, "name-mismatch" },
        { "localhost", new() { Usage = "1.3.6.1.5.5.7.3.2" }, "wrong-usage" },
        { "example.com", new() { Names = ["*.example.com"] }, "name-mismatch" },
        { "a.mail.example.com", new() { Names = ["*.example.com"] }, "name-mismatch" },
    };

    [Theory, MemberData(nameof(Untrusted))]
    public async Task Says_exactly_why_a_certificate_is_not_trusted(string host, TestCertificates.Wish wish, string problem)
    {
        using var certificate = TestCertificates.Make(wish);

        var failure = await FailAsync(host, certificate, Options);

        Assert.Equal(
            (SmtpFault.CertificateNotTrusted, problem),
            (failure.Fault, Assert.Single(failure.Tls!.Problems).Id));
    }

    [Fact]
    public async Task Shows_the_certificate_it_refuses()
    {
        using var certificate = TestCertificates.Make(new() { Issuer = null });

        var failure = await FailAsync("localhost", certificate, Options);

        Assert.Equal(
            certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
            failure.Tls!.Chain[0].Sha256);
    }

    [Theory, InlineData("localhost"), InlineData("127.0.0.1")]
    public async Task Trusts_a_root_that_was_added(string host) =>
        Assert.IsType<OpenOutcome.Opened>(await OpenAsync(host, TestCertificates.Server, Options));

    [Fact]
    public async Task Trusts_a_self_signed_certificate_that_was_added()
    {
        using var certificate = TestCertificates.Make(new() { Issuer = null });

        var outcome = await OpenAsync("localhost", certificate, Options with { AdditionalRoots = [certificate] });

        Assert.IsType<OpenOutcome.Opened>(outcome);
    }

    [Fact]
    public async Task A_pin_stands_for_chain_name_and_date()
    {
        using var certificate = TestCertificates.Make(new()
        {
            Issuer = null,
            Names = ["elsewhere.example"],
            Addresses = [],
            NotAfter = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero),
        });
        var pin = certificate.GetCertHashString(HashAlgorithmName.SHA256);

        var outcome = await OpenAsync("localhost", certificate, Options with { PinnedCertificateSha256 = pin, AdditionalRoots = null });

        Assert.IsType<OpenOutcome.Opened>(outcome);
    }

    [Fact]
    public async Task A_pin_takes_no_other_certificate_however_good()
    {
        var failure = await FailAsync(
            "localhost", TestCertificates.Server, Options with { PinnedCertificateSha256 = new string('0', 64) });

        Assert.Equal("pin-mismatch", Assert.Single(failure.Tls!.Problems).Id);
    }

    [Fact]
    public async Task Names_version_and_cipher()
    {
        var opened = Assert.IsType<OpenOutcome.Opened>(await OpenAsync("localhost", TestCertificates.Server, Options));

        Assert.Matches("^TLS 1.[23] TLS_", $"{opened.Connection.Tls!.Version} {opened.Connection.Tls.Cipher}");
    }

    [Theory, InlineData("localhost", "localhost"), InlineData("127.0.0.1", "")]
    public async Task Asks_for_the_host_by_name_and_never_by_address(string host, string expected)
    {
        await using var server = new ScriptedMailServer("TLS\n" + After);

        await (await ConnectAsync(host, server, Options)).Connection.QuitAsync();

        Assert.Equal(expected, server.ServerName);
    }

    [Theory]
    [InlineData("*.example.com", "mail.example.com", true)]
    [InlineData("*.example.com", "a.mail.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("m*.example.com", "mail.example.com", false)]
    [InlineData("MAIL.example.com", "mail.EXAMPLE.com", true)]
    public void A_wildcard_stands_for_one_left_label(string name, string host, bool isTrusted)
    {
        using var certificate = TestCertificates.Make(new() { Names = [name] });

        Assert.Equal(isTrusted, Judge(host, certificate).Count == 0);
    }

    [Fact]
    public void A_short_key_is_weak()
    {
        using var certificate = TestCertificates.Make(new() { KeySize = 1024 });

        Assert.Contains(Judge("localhost", certificate), problem => problem.Id == "weak");
    }

    [Fact]
    public void A_broken_hash_is_weak()
    {
        using var certificate = TestCertificates.Make(new() { Hash = HashAlgorithmName.SHA1 });

        Assert.Contains(Judge("localhost", certificate), problem => problem.Id == "weak");
    }

    [Fact]
    public void A_certificate_that_a_leaf_issued_is_not_trusted()
    {
        using var leaf = TestCertificates.Make(new() { Subject = "CN=leaf" });
        using var certificate = TestCertificates.Make(new() { Issuer = leaf });

        Assert.Contains(Judge("localhost", certificate, leaf), problem => problem.Id == "issued-by-leaf");
    }

    [Fact]
    public void An_intermediate_that_is_missing_is_an_unknown_issuer()
    {
        using var intermediate = TestCertificates.Make(new() { Subject = "CN=Intermediate", IsAuthority = true, Names = [], Addresses = [] });
        using var certificate = TestCertificates.Make(new() { Issuer = intermediate });

        Assert.Equal("unknown-issuer", Assert.Single(Judge("localhost", certificate)).Id);
    }

    [Fact]
    public void An_intermediate_that_is_sent_completes_the_chain()
    {
        using var intermediate = TestCertificates.Make(new() { Subject = "CN=Intermediate", IsAuthority = true, Names = [], Addresses = [] });
        using var certificate = TestCertificates.Make(new() { Issuer = intermediate });

        Assert.Empty(Judge("localhost", certificate, intermediate));
    }

    static SmtpClientOptions Options => new()
    {
        EhloName = "client.example.com",
        AdditionalRoots = TestCertificates.Trust,
        TotalTimeout = TimeSpan.FromSeconds(30),
    };

    static IReadOnlyList<CertificateProblem> Judge(string host, X509Certificate2 certificate, params X509Certificate2[] sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        var judge = new CertificateJudge(host, Options, TimeProvider.System);
        judge.Judge(certificate, chain);
        return judge.Problems;
    }

    static async Task<SmtpFailure> FailAsync(string host, X509Certificate2 certificate, SmtpClientOptions options) =>
        Assert.IsType<OpenOutcome.Failed>(await OpenAsync(host, certificate, options)).Failure;

    static async Task<OpenOutcome> OpenAsync(string host, X509Certificate2 certificate, SmtpClientOptions options)
    {
        await using var server = new ScriptedMailServer("TLS\n" + After, certificate: certificate);
        var outcome = await ConnectRawAsync(host, server, options);
        if (outcome is OpenOutcome.Opened opened) await opened.Connection.QuitAsync();
        return outcome;
    }

    static async Task<OpenOutcome.Opened> ConnectAsync(string host, ScriptedMailServer server, SmtpClientOptions options) =>
        Assert.IsType<OpenOutcome.Opened>(await ConnectRawAsync(host, server, options));

    static Task<OpenOutcome> ConnectRawAsync(string host, ScriptedMailServer server, SmtpClientOptions options) =>
        SmtpConnection.OpenAsync(
            new SmtpEndpoint(host, server.Port, ConnectionSecurity.Tls),
            options with { Resolver = new FixedResolver(IPAddress.Loopback) },
            null,
            TimeProvider.System,
            TestContext.Current.CancellationToken);
}
