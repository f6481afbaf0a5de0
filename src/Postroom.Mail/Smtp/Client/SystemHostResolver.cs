using System.Net.Sockets;

namespace Postroom.Mail.Smtp.Client;

/// <summary>Asks the operating system: hosts file, then DNS as the machine is set up.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    /// <summary>The only one needed.</summary>
    public static SystemHostResolver Instance { get; } = new();

    /// <inheritdoc/>
    public async Task<HostLookup> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken);
            return addresses.Length > 0 ? new HostLookup.Found(addresses) : new HostLookup.NameNotFound();
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
                ? new HostLookup.NameNotFound()
                : new HostLookup.Unavailable(e.Message);
        }
    }
}
