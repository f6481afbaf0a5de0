using System.Net;
using System.Net.Sockets;

namespace Postroom.People.Accounts;

/// <summary>
/// Bounds how many letters strangers can make Postroom send. It is asked before anybody looks whether the address is known,
/// so that the answer does not tell.
/// </summary>
public sealed class AccountLimits(TimeProvider time)
{
    readonly RequestLimit _addresses = new(3, TimeSpan.FromMinutes(5), time);
    readonly RequestLimit _networks = new(10, TimeSpan.FromSeconds(30), time);
    readonly RequestLimit _links = new(20, TimeSpan.FromSeconds(5), time);
    readonly RequestLimit _apps = new(10, TimeSpan.FromMinutes(6), time);

    /// <summary>Counts a request for a letter: 3 at once for one address, then one each 5 minutes; 10 from one network, then one each 30 seconds.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public TimeSpan? TakeLetter(string email, IPAddress? from) => _networks.Take(NetworkOf(from)) ?? _addresses.Take(email.Trim());

    /// <summary>Counts an attempt to use a link: 20 at once from one network, then one each 5 seconds.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public TimeSpan? TakeLink(IPAddress? from) => _links.Take(NetworkOf(from));

    /// <summary>Counts a letter that an app orders: 10 at once for one address, then one each 6 minutes.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public TimeSpan? TakeOrder(string app, string email) => _apps.Take($"{app}\n{email}");

    // Whoever has one IPv6 address has a whole /64 of them.
    static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
