using System.Net;
using System.Net.Sockets;

namespace Postroom.Tests.Support;

/// <summary>
/// A port that is silent: Linux drops the packet of a connection that no longer fits into the queue of a listener, as a
/// firewall does.
/// </summary>
sealed class FullListener : IDisposable
{
    static readonly TimeSpan NoAnswer = TimeSpan.FromMilliseconds(300);

    readonly Socket _listener;
    readonly List<Socket> _waiting = [];

    FullListener(IPAddress address, int port)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen(0);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Whether this machine has the loopback address of IPv6.</summary>
    public static bool HasIPv6
    {
        get
        {
            if (!Socket.OSSupportsIPv6) return false;
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>Listens and fills the queue.</summary>
    /// <param name="address">Where.</param>
    /// <param name="port">The port; 0: any that is free.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<FullListener> StartAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var listener = new FullListener(address, port);
        while (await listener.FillAsync(cancellationToken)) { }
        return listener;
    }

    async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(_listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _waiting.Add(socket);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(NoAnswer);
        try
        {
            await socket.ConnectAsync(_listener.LocalEndPoint!, deadline.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }
}
