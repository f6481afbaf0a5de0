using System.Net;
using System.Net.Sockets;

namespace Postroom.Diagnosis;

/// <summary>
/// Asks the addresses that were slow whether they answer at all. One that never does, such as IPv6 that hints nowhere, costs
/// every connection time beside one that works, and stops all mail on the day the other fails.
/// </summary>
static class SilentAddresses
{
    /// <summary>How long an address has to answer: far longer than a packet takes around the world.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The most addresses that are asked.</summary>
    const int Most = 2;

    /// <summary>Those that do not answer; one that refuses does.</summary>
    /// <param name="slow">Addresses that had not answered when another did; they may be connected to.</param>
    /// <param name="port">The port.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public static async Task<IReadOnlyList<IPAddress>> FindAsync(
        IReadOnlyList<IPAddress> slow, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var asked = slow.Take(Most).ToList();
        var silent = await Task.WhenAll(asked.Select(address => IsSilentAsync(address, port, time, cancellationToken)));
        return [.. asked.Where((_, rank) => silent[rank])];
    }

    static async Task<bool> IsSilentAsync(IPAddress address, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.TimedOut;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }
}
