using System.Net;
using System.Net.Sockets;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>Opens a TCP connection to the first address that answers, IPv6 and IPv4 in turn (RFC 8305).</summary>
static class Dialer
{
    /// <summary>How long one address has before the next is tried beside it (RFC 8305 §5).</summary>
    static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>One connection, or why each address failed.</summary>
    /// <param name="Socket">The connection; null: no address answered.</param>
    /// <param name="Address">Whose it is.</param>
    /// <param name="Failures">The addresses that failed before, in their order.</param>
    /// <param name="Passed">The addresses that had not answered when a later one did.</param>
    public sealed record Dialled(
        Socket? Socket, IPAddress? Address, IReadOnlyList<(IPAddress Address, SocketError Error)> Failures, IReadOnlyList<IPAddress> Passed);

    /// <summary>IPv6 first, then the families in turn, each in the resolver's order (RFC 8305 §4).</summary>
    public static IReadOnlyList<IPAddress> InTurn(IReadOnlyList<IPAddress> addresses)
    {
        var six = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily == AddressFamily.InterNetworkV6));
        var four = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily != AddressFamily.InterNetworkV6));
        var turn = new List<IPAddress>(addresses.Count);
        while (six.Count + four.Count > 0)
        {
            if (six.TryDequeue(out var next)) turn.Add(next);
            if (four.TryDequeue(out next)) turn.Add(next);
        }

        return turn;
    }

    public static async Task<Dialled> DialAsync(
        IReadOnlyList<IPAddress> addresses, int port, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPAddress>(InTurn(addresses));
        var running = new List<Task<Attempt>>();
        var failures = new List<(IPAddress, SocketError)>();
        Socket? winner = null;
        IPAddress? address = null;
        while (winner is null && waiting.Count + running.Count > 0)
        {
            if (waiting.TryDequeue(out var next)) running.Add(ConnectAsync(next, port, timeout, time, done.Token));

            var first = await FirstOrDelayAsync(running, waiting.Count > 0, time, done.Token);
            if (first is null) continue;

            running.Remove(first);
            var attempt = await first;
            (winner, address) = (attempt.Socket, attempt.Address);
            if (winner is null) failures.Add((attempt.Address, attempt.Error));
        }

        await done.CancelAsync();
        var passed = new List<IPAddress>();
        foreach (var late in running)
        {
            var attempt = await late;
            attempt.Socket?.Dispose();
            passed.Add(attempt.Address);
        }

        if (winner is null) cancellationToken.ThrowIfCancellationRequested();
        return new Dialled(winner, address, failures, passed);
    }

    static async Task<Task<Attempt>?> FirstOrDelayAsync(
        List<Task<Attempt>> running, bool hasMore, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!hasMore) return await Task.WhenAny(running);

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(AttemptDelay, time, enough.Token);
        var first = await Task.WhenAny([.. running, delay]);
        await enough.CancelAsync();
        return first as Task<Attempt>;
    }

    static async Task<Attempt> ConnectAsync(
        IPAddress address, int port, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return new Attempt(address, socket, SocketError.Success);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return new Attempt(address, null, e.SocketErrorCode);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            return new Attempt(address, null, SocketError.TimedOut);
        }
    }

    readonly record struct Attempt(IPAddress Address, Socket? Socket, SocketError Error);
}
