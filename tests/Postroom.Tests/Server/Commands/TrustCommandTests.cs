using System.Globalization;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Server.Commands;

/// <summary>Trust as the test command is told it, against a server that wants to see a client certificate.</summary>
public sealed class TrustCommandTests : IAsyncLifetime
{
    const string Script = "TLS\nS: 220 mail.example.com\nC~ EHLO .*\nS: 250 mail.example.com\nC: QUIT\nS: 221 Bye\n";

    readonly CommandRun _run = new();
    readonly OpenSsl _files = new();

    public async ValueTask InitializeAsync()
    {
        await _files.MakeAsync();
        await File.WriteAllTextAsync(_files.PathOf("root.pem"), TestCertificates.Root.ExportCertificatePem(), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _run.Dispose();
        await _files.DisposeAsync();
    }

    [Fact]
    public async Task The_client_certificate_is_shown_and_the_report_has_the_chain()
    {
        using var authority = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(_files.PathOf("ca.pem"));
        await using var server = new ScriptedMailServer(Script, clientRoot: authority);

        var code = await TestAsync(server.Port, "--ca", _files.PathOf("root.pem"), "--client-cert", _files.PathOf("server.pem"), "--client-key", _files.PathOf("server.key"));

        Assert.True(code == 0, _run.Output + _run.Error);
        var tls = _run.Json.GetProperty("tls");
        Assert.Equal(
            ("CN=localhost", CertificateSummary.Read(TestCertificates.Server.RawData).PublicKeySha256, 0, 0),
            (server.ClientSubject, tls.GetProperty("chain")[0].GetProperty("publicKeySha256").GetString(), tls.GetProperty("problems").GetArrayLength(), tls.GetProperty("warnings").GetArrayLength()));
    }

    [Fact]
    public async Task A_pinned_key_is_enough()
    {
        await using var server = new ScriptedMailServer(Script);

        var code = await TestAsync(server.Port, "--pin", "spki-sha256:" + CertificateSummary.Read(TestCertificates.Server.RawData).PublicKeySha256);

        Assert.True(code == 0, _run.Output + _run.Error);
    }

    [Fact]
    public async Task A_key_that_belongs_to_another_certificate_is_a_wrong_command_line()
    {
        var code = await TestAsync(1, "--client-cert", _files.PathOf("server.pem"), "--client-key", _files.PathOf("ca.key"));

        Assert.Equal(2, code);
        Assert.Contains("does not belong to CN=localhost", _run.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("en", "! Unknown issuer: "), InlineData("ja", "! 発行者が信頼されていません: ")]
    public async Task People_see_the_chain_and_the_reasons_in_their_language(string language, string reason)
    {
        await using var server = new ScriptedMailServer("TLS\nHOLD");

        var code = await _run.RunAsync(
            ["test", "--host", "localhost", "--port", server.Port.ToString(CultureInfo.InvariantCulture), "--security", "tls", "--no-remedies", "--lang", language]);

        Assert.Equal(1, code);
        Assert.Contains(reason, _run.Output, StringComparison.Ordinal);
        Assert.Contains("SHA-256 " + CertificateSummary.Read(TestCertificates.Server.RawData).Sha256, _run.Output, StringComparison.Ordinal);
    }

    Task<int> TestAsync(int port, params string[] words) =>
        _run.RunAsync(["test", "--host", "localhost", "--port", port.ToString(CultureInfo.InvariantCulture), "--security", "tls", "--json", .. words]);
}
