using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>A real Postfix whose certificate is not what it should be: Postroom says why, and trusts it only when told to.</summary>
public sealed class TrustsPostfix : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-certificate-");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("localhost", 30, "self-signed", "certificate-self-signed")]
    [InlineData("localhost", -1, "expired self-signed", "certificate-self-signed")]
    [InlineData("elsewhere.example", 30, "name-mismatch self-signed", "certificate-name-mismatch")]
    public async Task A_bad_certificate_is_explained_and_a_pin_is_enough(string name, int days, string problems, string cause)
    {
        var (file, sha256) = Certificate(name, days);
        await using var postfix = await PostfixServer.StartOrSkipAsync(Token, "--without-login", "--certificate", file);

        using var refused = await TestAsync(postfix, "starttls", postfix.StartTlsPort);
        using var pinned = await TestAsync(postfix, "tls", postfix.SmtpsPort, "--pin", $"sha256:{sha256}");

        var told = refused.RootElement.GetProperty("tls");
        Assert.Equal(
            (problems, cause, sha256, true),
            (string.Join(' ', told.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("id").GetString()).Order()),
                refused.RootElement.GetProperty("cause").GetProperty("id").GetString(),
                told.GetProperty("chain")[0].GetProperty("sha256").GetString(),
                pinned.RootElement.GetProperty("ok").GetBoolean()));
    }

    [Fact]
    public async Task An_authority_of_ones_own_is_trusted_when_it_is_given()
    {
        await using var postfix = await PostfixServer.StartOrSkipAsync(Token, "--without-login");

        using var refused = await TestAsync(postfix, "starttls", postfix.StartTlsPort);
        using var trusted = await TestAsync(postfix, "starttls", postfix.StartTlsPort, "--ca", postfix.CaFile);

        Assert.Equal("unknown-issuer", refused.RootElement.GetProperty("tls").GetProperty("problems")[0].GetProperty("id").GetString());
        Assert.True(trusted.RootElement.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_administrator_trusts_what_the_test_showed_in_one_step()
    {
        var (file, sha256) = Certificate("localhost", 30);
        await using var postfix = await PostfixServer.StartOrSkipAsync(Token, "--without-login", "--certificate", file);
        await using var program = await PostroomProgram.StartAsync(Token);
        await using var browser = await ConsoleBrowser.StartAsync();
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        var page = browser.Page;
        await page.CheckAsync("#Configuration-custom");
        await page.FillAsync("#Host", "localhost");
        await page.FillAsync("#Port", postfix.StartTlsPort.ToString(CultureInfo.InvariantCulture));
        await page.FillAsync("#From", "postroom@example.org");

        await page.ClickAsync("button[value=test]");
        await page.ClickAsync(".verdict button.primary[value*='PinnedCertificate']");
        await page.Locator(".verdict .notice.ok").WaitForAsync();
        await Assertions.Expect(page.Locator("#PinnedCertificate")).ToHaveValueAsync(sha256);
        await page.FillAsync("#TestTo", "alice@example.org");
        await page.ClickAsync("button[value=send]");
        await page.Locator(".verdict .notice.ok").WaitForAsync();
        await page.ClickAsync("form.settings div.row button[value=save]");
        await page.ArrivesAtAsync("/mail-server?done=saved");
        await page.GotoAsync(new Uri(program.Address, "/trust").ToString());

        await postfix.WaitForMailAsync("alice", 1, Soon, Token);
        await Assertions.Expect(page.Locator("article")).ToContainTextAsync("Pinned certificate");
    }

    static async Task<JsonDocument> TestAsync(PostfixServer postfix, string security, int port, params string[] more)
    {
        ArgumentNullException.ThrowIfNull(postfix);
        var result = await Command.RunAsync(
            "dotnet",
            [Repository.ServerProgram, "test", "--host", "localhost", "--port", port.ToString(CultureInfo.InvariantCulture), "--security", security, "--json", .. more],
            Soon,
            Token);
        return JsonDocument.Parse(result.Output);
    }

    (string File, string Sha256) Certificate(string name, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost") names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-60), now.AddDays(days));
        var file = Path.Combine(_folder.FullName, "certificate.pem");
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
        return (file, certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant());
    }
}
