using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>What answers where a mail server was expected: a real web server, and ports that greet with a line, say nothing, or are closed.</summary>
sealed class OtherServers : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly List<TcpListener> _listeners = [];
    readonly List<Task> _serving = [];
    Process? _web;

    /// <summary>A port at which nobody listens.</summary>
    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A port that greets each connection with these bytes and then listens.</summary>
    /// <param name="greeting">The bytes; empty: silence.</param>
    public int Greeting(string greeting)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _listeners.Add(listener);
        _serving.Add(ServeAsync(listener, Encoding.Latin1.GetBytes(greeting)));
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A port that takes no connection: its backlog is full, so that the kernel drops every further SYN, as a firewall does.</summary>
    public int Filtered()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(0);
        _listeners.Add(listener);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        for (var i = 0; i < 4; i++) _serving.Add(FillAsync(port));
        return port;
    }

    /// <summary>Python's web server on a free port.</summary>
    public async Task<int> WebAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("python3", ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        _web = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        _web.ErrorDataReceived += (_, _) => { };
        _web.BeginErrorReadLine();
        var line = await _web.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return int.Parse(line!.Split("port ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_serving);
        if (_web is { HasExited: false }) _web.Kill();
        _web?.Dispose();
        _stop.Dispose();
    }

    async Task ServeAsync(TcpListener listener, byte[] greeting)
    {
        var open = new List<Socket>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(_stop.Token);
                open.Add(socket);
                if (greeting.Length > 0) await socket.SendAsync(greeting, _stop.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            open.ForEach(socket => socket.Dispose()); // The test is over.
        }
    }

    async Task FillAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
            await socket.ReceiveAsync(new byte[1], _stop.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            // The test is over, or the backlog was full already.
        }
    }
}
