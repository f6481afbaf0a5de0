using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>A SCRAM server of another make (Python), for one login.</summary>
static class ScramOracle
{
    public const string User = "tim";

    public const string Password = "pencil";

    /// <summary>Signs in with the client under test, and hears from the server what it saw.</summary>
    /// <param name="wish">What the server is to do beside the login that is right.</param>
    /// <param name="credentials">The login; null: the right one.</param>
    public static async Task<(OpenOutcome Outcome, Seen Seen)> SignInAsync(Dictionary<string, object> wish, SmtpCredentials? credentials = null)
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("postroom-scram-").FullName;
        var (certificate, key) = (Path.Combine(folder, "server.pem"), Path.Combine(folder, "server.key"));
        await File.WriteAllTextAsync(certificate, TestCertificates.Server.ExportCertificatePem(), token);
        await File.WriteAllTextAsync(key, System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(TestCertificates.Server)!.ExportPkcs8PrivateKeyPem(), token);
        wish.TryAdd("user", User);
        wish.TryAdd("password", Password);
        using var process = Process.Start(new ProcessStartInfo(
            "python3", [Path.Combine(OtherReader.Folder, "scram_server.py"), certificate, key, JsonSerializer.Serialize(wish)])
        { RedirectStandardOutput = true })!;
        try
        {
            var port = int.Parse((await process.StandardOutput.ReadLineAsync(token))!, CultureInfo.InvariantCulture);
            var isTls = wish.GetValueOrDefault("tls") is not false;
            var outcome = await SmtpConnection.OpenAsync(
                new SmtpEndpoint("127.0.0.1", port, isTls ? ConnectionSecurity.Tls : ConnectionSecurity.None),
                TestClient.Options with { Credentials = credentials ?? new SmtpCredentials(User, Password), AdditionalRoots = TestCertificates.Trust },
                null, TimeProvider.System, token);
            if (outcome is OpenOutcome.Opened { Connection: var connection })
            {
                await connection.QuitAsync();
                await connection.DisposeAsync();
            }

            var seen = await process.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), token);
            return (outcome, JsonSerializer.Deserialize<Seen>(seen!, JsonSerializerOptions.Web)!);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the server saw.</summary>
    public sealed record Seen(IReadOnlyList<string> Gs2, IReadOnlyList<string> Mechanisms, bool Ok);
}
