using System.Diagnostics;
using Postroom.Mail.Dkim;

namespace Postroom.Tests.Mail.Dkim;

/// <summary>Keys as openssl writes them.</summary>
public sealed class DkimKeyTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("postroom-dkim-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048", DkimAlgorithm.Rsa)]
    [InlineData("genrsa -traditional 3072", DkimAlgorithm.Rsa)]
    [InlineData("genpkey -algorithm ED25519", DkimAlgorithm.Ed25519)]
    public async Task A_key_of_openssl_has_the_public_half_that_openssl_says(string command, DkimAlgorithm algorithm)
    {
        var file = await MakeAsync(command);
        var der = await OpenSslAsync($"pkey -in {file} -pubout -outform DER");

        var reading = DkimKey.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        var key = Assert.IsType<DkimKeyReading.Read>(reading).Key;
        Assert.Equal(algorithm, key.Algorithm);
        // Ed25519 keys are published as their 32 bytes alone (RFC 8463 §4.2).
        Assert.Equal(Convert.ToBase64String(algorithm == DkimAlgorithm.Rsa ? der : der[^32..]), key.PublicKey);
    }

    [Theory]
    [InlineData("genrsa 1024", DkimKeyFault.TooShort)]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", DkimKeyFault.Unknown)]
    [InlineData("genpkey -algorithm ED448", DkimKeyFault.Unknown)]
    [InlineData("genrsa -aes128 -passout pass:secret 2048", DkimKeyFault.HasPassPhrase)]
    [InlineData("genrsa -traditional -aes128 -passout pass:secret 2048", DkimKeyFault.HasPassPhrase)]
    public async Task A_key_that_cannot_sign_is_refused_with_its_reason(string command, DkimKeyFault fault)
    {
        var file = await MakeAsync(command);

        var reading = DkimKey.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        Assert.Equal(fault, Assert.IsType<DkimKeyReading.Refused>(reading).Fault);
    }

    [Theory]
    [InlineData("", DkimKeyFault.NoPrivateKey)]
    [InlineData("v=DKIM1; k=rsa; p=MIIB", DkimKeyFault.NoPrivateKey)]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", DkimKeyFault.Unknown)]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", DkimKeyFault.Unknown)]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", DkimKeyFault.IsPublic)]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----", DkimKeyFault.Unknown)]
    public void A_text_without_a_key_is_refused_with_its_reason(string text, DkimKeyFault fault) =>
        Assert.Equal(fault, Assert.IsType<DkimKeyReading.Refused>(DkimKey.Read(text)).Fault);

    [Theory, InlineData(DkimAlgorithm.Rsa), InlineData(DkimAlgorithm.Ed25519)]
    public async Task A_key_made_here_is_one_for_openssl_and_comes_back_as_it_was(DkimAlgorithm algorithm)
    {
        using var key = DkimKey.Create(algorithm);
        var file = Path.Combine(_folder, "ours.pem");
        await File.WriteAllTextAsync(file, key.ExportPem(), TestContext.Current.CancellationToken);

        var der = await OpenSslAsync($"pkey -in {file} -pubout -outform DER");

        Assert.Equal(key.PublicKey, Convert.ToBase64String(algorithm == DkimAlgorithm.Rsa ? der : der[^32..]));
        Assert.Equal(key.PublicKey, Assert.IsType<DkimKeyReading.Read>(DkimKey.Read(key.ExportPem())).Key.PublicKey);
    }

    [Fact]
    public void What_is_read_never_shows_its_private_half()
    {
        using var key = DkimKey.Create(DkimAlgorithm.Ed25519);

        Assert.Equal(key.Record, DkimKey.Read(key.ExportPem()).ToString());
    }

    async Task<string> MakeAsync(string command)
    {
        var file = Path.Combine(_folder, "key.pem");
        var words = command.Split(' ');
        // genrsa takes the number of bits last.
        await OpenSslAsync(words[0] == "genrsa" ? $"{string.Join(' ', words[..^1])} -out {file} {words[^1]}" : $"{command} -out {file}");
        return file;
    }

    static async Task<byte[]> OpenSslAsync(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output.ToArray();
    }
}
