using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Postroom.Hosting;

/// <summary>
/// Listens on one address and serves each connection, at most so many at a time and from one address.
/// </summary>
/// <param name="limits">How many.</param>
/// <param name="serve">Serves one connection until it ends, or until asked to stop. What it throws is logged, and ends
/// that connection alone.</param>
/// <param name="refuse">Tells a connection beyond the limits to come again.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where it says what happens.</param>
public sealed partial class ConnectionDoor(
    ConnectionLimits limits,
    Func<ConnectionContext, CancellationToken, Task> serve,
    Func<ConnectionContext, CancellationToken, Task> refuse,
    TimeProvider time,
    ILoggerFactory loggers) : IAsyncDisposable
{
    static readonly SocketTransportOptions TransportOptions = new() { MaxReadBufferSize = 128 * 1024 };

    readonly ConcurrentDictionary<ConnectionContext, Task> _open = new();
    readonly ConcurrentDictionary<IPAddress, int> _ofAddress = new();
    readonly CancellationTokenSource _stopping = new();
    readonly ILogger _logger = loggers.CreateLogger<ConnectionDoor>();
    IConnectionListener? _listener;
    Task _accepting = Task.CompletedTask;

    /// <summary>Where it listens, with the port that was found when 0 was asked for; null: it does not.</summary>
    public IPEndPoint? Address { get; private set; }

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => _open.Count;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="AddressInUseException">Another program listens there.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It is not an address of this machine, or not
    /// allowed.</exception>
    public async Task StartAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        _listener = await new SocketTransportFactory(
            Options.Create(TransportOptions), loggers).BindAsync(address, cancellationToken);
        Address = (IPEndPoint)_listener.EndPoint;
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>
    /// Takes no more connections and asks those that are open to end; what is open after the grace is cut.
    /// </summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (_listener is null || _stopping.IsCancellationRequested) return;
        Address = null;
        await _listener.UnbindAsync(CancellationToken.None);
        await _stopping.CancelAsync();
        await _accepting;

        using var deadline = new CancellationTokenSource(grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var sessions = Task.WhenAll(_open.Values);
        await using (either.Token.UnsafeRegister(static door => ((ConnectionDoor)door!).AbortAll(), this))
            await sessions;
        await _listener.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await StopAsync(TimeSpan.FromSeconds(1), now.Token);
        _stopping.Dispose();
    }

    async Task AcceptAsync(IConnectionListener listener)
    {
        // Ends with the null that follows UnbindAsync.
        while (await listener.AcceptAsync(CancellationToken.None) is { } connection)
        {
            var from = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
            // Counted in any case, as the end of each is: one that is refused ends too.
            var ofAddress = _ofAddress.AddOrUpdate(from, 1, static (_, count) => count + 1);
            var isTooMany = _open.Count >= limits.InAll || ofAddress > limits.OfOneAddress;
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _open[connection] = ServeAsync(connection, from, isTooMany, start.Task);
            start.SetResult();
        }
    }

    async Task ServeAsync(ConnectionContext connection, IPAddress from, bool isTooMany, Task start)
    {
        await start;
        try
        {
            if (isTooMany) TooMany(from, limits.InAll, limits.OfOneAddress);
            await (isTooMany ? refuse(connection, _stopping.Token) : serve(connection, _stopping.Token));
        }
#pragma warning disable CA1031 // A door: the fault of one connection ends that connection alone.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(fault);
        }

        await connection.Transport.Input.CompleteAsync();
        await connection.Transport.Output.CompleteAsync();
        await connection.DisposeAsync();
        _open.TryRemove(connection, out _);
        if (_ofAddress.AddOrUpdate(from, 0, static (_, count) => count - 1) <= 0)
            _ofAddress.TryRemove(KeyValuePair.Create(from, 0));
    }

    void AbortAll()
    {
        foreach (var connection in _open.Keys)
            connection.Abort(new ConnectionAbortedException("Postroom is being stopped."));
    }

    [LoggerMessage(3001, LogLevel.Warning,
        "A connection from {Address} was refused: at most {InAll} may be open, {OfOneAddress} from one address.")]
    partial void TooMany(IPAddress address, int inAll, int ofOneAddress);

    [LoggerMessage(3002, LogLevel.Error,
        "A connection ended with a fault; what it had not been answered is tried again by its sender")]
    partial void Failed(Exception fault);
}

/// <summary>How many connections may be open.</summary>
/// <param name="InAll">In all, 1 or more.</param>
/// <param name="OfOneAddress">From one address, 1 or more.</param>
public sealed record ConnectionLimits(int InAll, int OfOneAddress);
