using System.Diagnostics;
using System.Globalization;

namespace Postroom.Tests.Support;

/// <summary>Another make of TLS and of certificate files: the <c>openssl</c> program, in a folder of its own.</summary>
public sealed class OpenSsl : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("postroom-openssl-").FullName;
    Process? _server;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public string PathOf(string file) => Path.Combine(_folder, file);

    public byte[] Read(string file) => File.ReadAllBytes(PathOf(file));

    /// <summary>Runs one command; its arguments are separated by single blanks.</summary>
    public async Task RunAsync(string arguments)
    {
        using var process = Start(arguments);
        var said = process.StandardError.ReadToEndAsync(Token);
        await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, await said);
    }

    /// <summary>Makes <c>ca.pem</c> and, signed by it, <c>server.pem</c> for localhost, each with its key.</summary>
    /// <param name="key">How the server's key is made.</param>
    /// <param name="hash">The hash of its signature.</param>
    public async Task MakeAsync(string key = "rsa:2048", string hash = "sha256")
    {
        await File.WriteAllTextAsync(PathOf("ext"), "subjectAltName=DNS:localhost\nbasicConstraints=critical,CA:false\nextendedKeyUsage=serverAuth,clientAuth\n", Token);
        await RunAsync("req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=OpenSSL-CA -keyout ca.key -out ca.pem");
        await RunAsync($"req -newkey {key} -nodes -subj /CN=localhost -keyout server.key -out server.csr");
        await RunAsync($"x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 20 -{hash} -extfile ext -out server.pem");
    }

    /// <summary>Starts <c>s_server</c> and waits until it listens.</summary>
    /// <returns>Its port.</returns>
    public async Task<int> ServeAsync(string arguments)
    {
        _server = Start($"s_server -accept 127.0.0.1:0 -naccept 1 {arguments}");
        while (await _server.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (!line.StartsWith("ACCEPT ", StringComparison.Ordinal)) continue;
            _ = _server.StandardOutput.ReadToEndAsync(Token);
            _ = _server.StandardError.ReadToEndAsync(Token);
            return int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException(await _server.StandardError.ReadToEndAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            if (!_server.HasExited) _server.Kill();
            await _server.WaitForExitAsync(CancellationToken.None);
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    Process Start(string arguments) => Process.Start(new ProcessStartInfo("openssl", arguments.Split(' '))
    {
        WorkingDirectory = _folder,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
