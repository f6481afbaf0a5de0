using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Postroom.MailServers.Trust;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Trust;

/// <summary>Every kind of file that people upload, made by openssl, and every kind that cannot be used.</summary>
public sealed class CertificateUploadTests
{
    static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData("x509 -in ca.pem -out out", "CN=OpenSSL-CA")]
    [InlineData("x509 -in ca.pem -outform der -out out", "CN=OpenSSL-CA")]
    [InlineData("crl2pkcs7 -nocrl -certfile ca.pem -certfile server.pem -out out", "CN=OpenSSL-CA CN=localhost")]
    [InlineData("crl2pkcs7 -nocrl -certfile ca.pem -outform der -out out", "CN=OpenSSL-CA")]
    [InlineData("pkcs12 -export -nokeys -in ca.pem -passout pass:geheim -out out", "CN=OpenSSL-CA")]
    public async Task Certificates_are_read_from_every_kind_of_file(string command, string subjects)
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        await openssl.RunAsync(command);

        var read = Assert.IsType<CertificateReading.Trusted>(CertificateUpload.ReadTrusted(openssl.Read("out"), "geheim", Now));

        Assert.Equal(subjects, string.Join(' ', read.Certificates.Select(certificate => certificate.Subject).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("pkcs12 -export -in server.pem -inkey server.key -certfile ca.pem -passout pass:geheim -out out", null)]
    [InlineData("x509 -in server.pem -out out", "pkcs8 -topk8 -nocrypt -in server.key -out key")]
    [InlineData("x509 -in server.pem -outform der -out out", "pkcs8 -topk8 -in server.key -passout pass:geheim -out key")]
    [InlineData("x509 -in server.pem -out out", "pkcs8 -topk8 -in server.key -passout pass:geheim -outform der -out key")]
    [InlineData("x509 -in server.pem -out out", "rsa -in server.key -traditional -out key")]
    [InlineData("x509 -in server.pem -out out", "pkcs8 -topk8 -nocrypt -in server.key -outform der -out key")]
    public async Task A_client_certificate_is_read_with_its_key(string certificate, string? key)
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        await openssl.RunAsync(certificate);
        if (key is not null) await openssl.RunAsync(key);

        var reading = CertificateUpload.ReadClient(openssl.Read("out"), key is null ? default(ReadOnlyMemory<byte>) : openssl.Read("key"), "geheim", Now);

        Assert.Equal("CN=localhost", Assert.IsType<CertificateReading.Client>(reading).Identity.Summary.Subject);
    }

    [Fact]
    public async Task An_elliptic_key_is_read_too()
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync("ec -pkeyopt ec_paramgen_curve:P-256");

        Assert.IsType<CertificateReading.Client>(CertificateUpload.ReadClient(openssl.Read("server.pem"), openssl.Read("server.key"), "", Now));
    }

    [Theory, InlineData("", "Problem.Upload.PassphraseMissing"), InlineData("wrong", "Problem.Upload.PassphraseWrong")]
    public async Task A_wrong_passphrase_is_told_from_none(string passphrase, string problem)
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        await openssl.RunAsync("pkcs12 -export -in server.pem -inkey server.key -passout pass:geheim -out p12");
        await openssl.RunAsync("pkcs8 -topk8 -in server.key -passout pass:geheim -out key");

        Assert.Equal(problem, Refusal(CertificateUpload.ReadClient(openssl.Read("p12"), default, passphrase, Now)));
        Assert.Equal(problem, Refusal(CertificateUpload.ReadClient(openssl.Read("server.pem"), openssl.Read("key"), passphrase, Now)));
    }

    [Fact]
    public async Task A_file_that_costs_too_much_work_is_not_opened()
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        await openssl.RunAsync("pkcs12 -export -in server.pem -inkey server.key -passout pass:geheim -iter 1000001 -out p12");
        await openssl.RunAsync("pkcs8 -topk8 -in server.key -passout pass:geheim -iter 1000001 -out key");

        Assert.Equal("Problem.Upload.TooMuchWork", Refusal(CertificateUpload.ReadClient(openssl.Read("p12"), default, "geheim", Now)));
        Assert.Equal("Problem.Upload.TooMuchWork", Refusal(CertificateUpload.ReadClient(openssl.Read("server.pem"), openssl.Read("key"), "geheim", Now)));
    }

    [Fact]
    public void A_huge_file_is_refused_before_it_is_parsed() =>
        Assert.Equal("Problem.Upload.TooLarge", Refusal(CertificateUpload.ReadTrusted(new byte[50 * 1024 * 1024], "", Now)));

    [Theory]
    [InlineData("", "Problem.Upload.Missing")]
    [InlineData("Hello, world", "Problem.Upload.NoCertificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "Problem.Upload.Unreadable")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAA", "Problem.Upload.Unreadable")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----", "Problem.Upload.OtherBlock")]
    public void What_is_no_certificate_is_refused_with_its_own_reason(string content, string problem) =>
        Assert.Equal(problem, Refusal(CertificateUpload.ReadTrusted(Encoding.ASCII.GetBytes(content), "", Now)));

    [Theory, InlineData(new byte[] { 0x30, 0x80 }), InlineData(new byte[] { 0x30, 0x03, 0x02, 0x01, 0x03 }), InlineData(new byte[] { 0x30, 0x05, 0x06, 0x03, 0x2A, 0x03, 0x04 })]
    public void A_stump_of_a_file_is_refused(byte[] content) =>
        Assert.NotEmpty(Refusal(CertificateUpload.ReadTrusted(content, "", Now)));

    [Fact]
    public void Any_cut_or_turned_byte_is_refused_or_read_and_never_breaks()
    {
        var whole = TestCertificates.Server.Export(X509ContentType.Pkcs12, "x");
        for (var at = 0; at < whole.Length; at += 97)
        {
            var turned = whole.ToArray();
            turned[at] ^= 0xFF;

            Assert.NotNull(CertificateUpload.ReadTrusted(turned, "x", Now));
            Assert.NotNull(CertificateUpload.ReadTrusted(whole.AsMemory(0, at), "x", Now));
        }
    }

    [Fact]
    public void A_private_key_is_not_taken_where_a_certificate_is_wanted() =>
        Assert.Equal("Problem.Upload.KeyNotWanted", Refusal(CertificateUpload.ReadTrusted(TestCertificates.Server.Export(X509ContentType.Pkcs12), "", Now)));

    [Fact]
    public void An_authority_is_no_client_certificate() =>
        Assert.Equal("Problem.Upload.AuthorityAsClient", Refusal(CertificateUpload.ReadClient(TestCertificates.Root.Export(X509ContentType.Pkcs12), default, "", Now)));

    [Fact]
    public void A_client_certificate_needs_its_key() =>
        Assert.Equal("Problem.Upload.KeyMissing", Refusal(CertificateUpload.ReadClient(TestCertificates.Server.RawData, default, "", Now)));

    [Fact]
    public void The_key_of_another_is_refused()
    {
        using var key = RSA.Create(2048);

        var reading = CertificateUpload.ReadClient(TestCertificates.Server.RawData, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), "", Now);

        Assert.Equal("Problem.Upload.KeyOfAnother", Refusal(reading));
    }

    [Fact]
    public void What_has_expired_is_refused()
    {
        using var expired = TestCertificates.Make(new() { NotAfter = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero) });

        Assert.Equal("Problem.Upload.Expired", Refusal(CertificateUpload.ReadTrusted(expired.RawData, "", Now)));
        Assert.Equal("Problem.Upload.Expired", Refusal(CertificateUpload.ReadClient(expired.Export(X509ContentType.Pkcs12), default, "", Now)));
    }

    static string Refusal(CertificateReading reading) => Assert.IsType<CertificateReading.Refused>(reading).Problem.MessageKey;
}
