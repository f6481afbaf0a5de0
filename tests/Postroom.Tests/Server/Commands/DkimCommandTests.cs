using Microsoft.Extensions.DependencyInjection;
using Postroom.Mail.Dkim;
using Postroom.Signing;

namespace Postroom.Tests.Server.Commands;

public sealed class DkimCommandTests : IDisposable
{
    readonly CommandRun _run = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Makes_a_key_and_shows_the_record_and_no_secret()
    {
        var code = await _run.RunAsync("dkim create --domain example.com --algorithm ed25519 --selector one --data {data}");

        var key = Assert.Single((await SnapshotAsync()).Keys);
        Assert.Equal(0, code);
        Assert.Equal($"one._domainkey.example.com  ed25519  prepared\n  TXT  {key.Record}\n", _run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Answers_with_JSON()
    {
        await _run.RunAsync("dkim create --domain example.com --algorithm rsa --data {data} --json");

        var key = _run.Json.GetProperty("keys")[0];
        Assert.Equal(("rsa", "prepared"), (key.GetProperty("algorithm").GetString(), key.GetProperty("state").GetString()));
        Assert.StartsWith("v=DKIM1; k=rsa; p=", key.GetProperty("record").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activates_and_retires_a_key()
    {
        await _run.RunAsync("dkim create --domain example.com --algorithm ed25519 --selector one --data {data}");

        Assert.Equal(0, await _run.RunAsync("dkim activate --domain example.com --selector one --even-if-unseen --data {data}"));
        Assert.Equal(SigningKeyState.Active, Assert.Single((await SnapshotAsync()).Keys).State);
        Assert.Equal(0, await _run.RunAsync("dkim retire --domain example.com --selector one --data {data}"));
        Assert.Equal(SigningKeyState.Retiring, Assert.Single((await SnapshotAsync()).Keys).State);
    }

    [Fact]
    public async Task Brings_in_a_key()
    {
        using var key = DkimKey.Create(DkimAlgorithm.Ed25519);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, key.ExportPem(), Token);

        await _run.RunAsync($"dkim create --domain example.com --selector old --pem {file} --data {{data}}");
        File.Delete(file);

        Assert.Equal(key.PublicKey, Assert.Single((await SnapshotAsync()).Keys).PublicKey);
    }

    [Theory]
    [InlineData("dkim create --domain example.com --selector one --data {data}", 2)]
    [InlineData("dkim create --domain nowhere@example.com --data {data}", 1)]
    [InlineData("dkim create --data {data}", 2)]
    [InlineData("dkim create --domain example.com --algorithm dsa --data {data}", 2)]
    public async Task What_cannot_be_done_is_refused(string line, int code) => Assert.Equal(code, await _run.RunAsync(line));

    Task<SigningSnapshot> SnapshotAsync() => _run.InStoreAsync(
        store => store.GetRequiredService<ISigningKeyStore>().ReadAsync(Token));
}
