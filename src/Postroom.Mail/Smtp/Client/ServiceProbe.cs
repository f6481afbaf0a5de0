using System.Net;
using System.Net.Sockets;
using Postroom.Mail.Smtp.Client.Connecting;

namespace Postroom.Mail.Smtp.Client;

/// <summary>
/// Finds out what a server is that lets others speak first: says EHLO without waiting for a greeting and looks at the first
/// bytes of the answer. A web server answers with a refusal of its own kind, a mail server that is merely slow with nothing.
/// </summary>
public static class ServiceProbe
{
    /// <summary>Asks.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="options">Whose EHLO name, resolver, destination rule and deadlines are used; no login is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's wish to end.</param>
    /// <returns>The service; null: it did not tell within <see cref="SmtpClientOptions.CommandTimeout"/>.</returns>
    /// <exception cref="OperationCanceledException">The caller wished it.</exception>
    public static async Task<OtherService?> ProbeAsync(
        SmtpEndpoint endpoint, SmtpClientOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        using var deadline = new CancellationTokenSource(options.CommandTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var addresses = await FindAsync(endpoint, options, either.Token);
            if (addresses.Count == 0) return null;
            var dialled = await Dialer.DialAsync(addresses, endpoint.Port, options.ConnectTimeout, time, either.Token);
            if (dialled.Socket is not { } socket) return null;
            using (socket) return await ProbeAsync(socket, options.EhloName, either.Token);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null; // Silence, or a hang-up: it did not tell.
        }
    }

    static async Task<IReadOnlyList<IPAddress>> FindAsync(SmtpEndpoint endpoint, SmtpClientOptions options, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(endpoint.Host.Trim('[', ']'), out var literal) ? [literal]
            : HostNames.ToAscii(endpoint.Host) is { } name
                && await (options.Resolver ?? SystemHostResolver.Instance).ResolveAsync(name, cancellationToken) is HostLookup.Found { Addresses: var addresses }
            ? addresses : [];
        return [.. found.Where(address => options.MayConnectTo?.Invoke(address) != false)];
    }

    static async Task<OtherService?> ProbeAsync(Socket socket, string ehloName, CancellationToken cancellationToken)
    {
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes($"EHLO {ehloName}\r\n\r\n"), cancellationToken);
        var buffer = new byte[64];
        var length = 0;
        while (length < 16)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0) break;
            length += count;
        }

        return OtherServices.Of(buffer.AsSpan(0, length));
    }
}
