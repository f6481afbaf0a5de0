using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Postroom.Tests.Support;

/// <summary>A real DNS server of another make (NSD) on loopback, with zones that the test writes.</summary>
public sealed class NameServer : IAsyncDisposable
{
    static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-nsd-");
    Process? _process;
    Task _draining = Task.CompletedTask;

    /// <summary>Where it answers, over UDP and TCP.</summary>
    public IPEndPoint EndPoint { get; private set; } = null!;

    /// <param name="zones">Each zone: its name and its records in master file format, without SOA and NS, relative to the zone.</param>
    public static async Task<NameServer> StartAsync(params (string Name, string Records)[] zones)
    {
        var server = new NameServer();
        try
        {
            await server.RunAsync(zones);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    async Task RunAsync((string Name, string Records)[] zones)
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, FreePort());
        var configuration = $"""
            server:
              ip-address: 127.0.0.1@{EndPoint.Port}
              username: ""
              zonesdir: "{_folder.FullName}"
              database: ""
              pidfile: "{_folder.FullName}/nsd.pid"
              xfrdfile: "{_folder.FullName}/xfrd.state"
              xfrdir: "{_folder.FullName}"
              zonelistfile: "{_folder.FullName}/zone.list"
              server-count: 1
              rrl-ratelimit: 0
            remote-control:
              control-enable: no

            """;
        foreach (var (name, records) in zones)
        {
            var file = $"{name}.zone";
            configuration += $"zone:\n  name: \"{name}\"\n  zonefile: \"{file}\"\n";
            await File.WriteAllTextAsync(
                Path.Combine(_folder.FullName, file),
                $"$ORIGIN {name}.\n$TTL 300\n@ IN SOA ns.{name}. hostmaster.{name}. 1 3600 600 86400 60\n@ IN NS ns.{name}.\nns IN A 127.0.0.1\n{records}\n");
        }

        var path = Path.Combine(_folder.FullName, "nsd.conf");
        await File.WriteAllTextAsync(path, configuration);
        _process = Start(path);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(StartDeadline);
        var said = "";
        while (!said.Contains("nsd started", StringComparison.Ordinal))
        {
            var line = await _process.StandardError.ReadLineAsync(deadline.Token);
            said += line is null ? throw new InvalidOperationException($"NSD did not start: {said}") : line + "\n";
        }

        // What else it says must not fill the pipe.
        _draining = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    static Process Start(string path)
    {
        var program = new[] { "/usr/sbin/nsd", "/usr/local/sbin/nsd" }.FirstOrDefault(File.Exists) ?? "nsd";
        try
        {
            return Process.Start(new ProcessStartInfo(program, ["-d", "-c", path]) { RedirectStandardError = true })!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("NSD is needed to check how we ask: install it (Debian: nsd).", missing);
        }
    }

    // The port must be free for UDP and TCP alike; whoever takes it in between makes the start fail loudly.
    static int FreePort()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        return ((IPEndPoint)tcp.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            await _draining;
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }
}
