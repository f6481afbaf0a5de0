using System.Net;
using System.Net.Sockets;

namespace Postroom.Settings;

/// <summary>
/// Opens the connections of HTTP clients whose addresses somebody typed: the name is looked up here, and what was looked up
/// is what is dialled. Behind a proxy of the system it is the proxy that is dialled, and its rules that hold.
/// </summary>
public sealed class GuardedConnector(Destinations destinations)
{
    /// <summary>A handler that connects only to what is allowed, follows no redirect and keeps no cookie.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
    };

    async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(endPoint.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken);
        IPAddress[] allowed = [.. found.Where(destinations.MayConnectTo)];
        if (allowed.Length == 0)
            throw new HttpRequestException($"{endPoint.Host} is at {string.Join(", ", found.AsEnumerable())}, which Postroom does not connect to; exceptions are the setting {DestinationSettings.Setting}.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
