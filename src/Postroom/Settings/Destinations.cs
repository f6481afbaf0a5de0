using System.Net;
using System.Net.Sockets;

namespace Postroom.Settings;

/// <summary>
/// Which addresses Postroom connects to because somebody named them: mail servers, token endpoints, providers of single
/// sign-on. Asked about the resolved address right before it is dialled, so that no name and no spelling leads around it.
/// </summary>
/// <param name="allowed">What is connected to although it is forbidden by itself.</param>
public sealed class Destinations(IReadOnlyList<IPNetwork> allowed)
{
    static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    // What clouds tell their machines' secrets at, outside of the networks below: AWS over IPv6, Azure's host, Alibaba,
    // Oracle's old one, Google and Scaleway over IPv6.
    static readonly string[] Metadata =
        ["fd00:ec2::/32", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fd20:ce::254/128", "fd00:42::42/128"];

    // "This host", which connects to this machine (RFC 1122 §3.2.1.3); the link, where most metadata services are (RFC 3927,
    // RFC 4291 §2.5.6); many at once (RFC 5771, RFC 4291 §2.7); what was never given out (RFC 1112 §4).
    static readonly string[] NoServers = ["0.0.0.0/8", "::/128", "169.254.0.0/16", "fe80::/10", "224.0.0.0/4", "ff00::/8", "240.0.0.0/4"];

    static readonly IPNetwork[] Forbidden = [.. Metadata.Concat(NoServers).Select(text => IPNetwork.Parse(text))];

    static readonly IPNetwork[] PrivateNetworks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
            "::/127", "fc00::/7", "fe80::/10", "fec0::/10",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    bool _forbidsLoopback;

    /// <summary>Without exceptions.</summary>
    public static Destinations Usual { get; } = new([]);

    /// <summary>The same, but without this machine, unless that is among the exceptions: for what is asked with a secret on behalf of others' events.</summary>
    public Destinations WithoutLoopback() => new(allowed) { _forbidsLoopback = true };

    /// <summary>Whether the address may be connected to.</summary>
    public bool MayConnectTo(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isForbidden = IsForbidden(address) || (_forbidsLoopback && Loopback.Any(network => network.Contains(Plain(address))));
        return !isForbidden || allowed.Any(network => network.Contains(Plain(address)));
    }

    /// <summary>Whether no mail server or provider lives there, in whatever form the address is written: metadata services of clouds, the link, no address at all.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = Plain(address);
        return Forbidden.Any(network => network.Contains(plain));
    }

    /// <summary>Whether the address is of this machine, of a private network or of the link (RFC 1918, RFC 4193, RFC 3927, RFC 4291 §2.5.6, RFC 6598).</summary>
    public static bool IsPrivate(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = Plain(address);
        return PrivateNetworks.Any(network => network.Contains(plain));
    }

    // An IPv4 address inside an IPv6 one: mapped and compatible (RFC 4291 §2.5.5), translated (RFC 2765 §2.1), NAT64
    // (RFC 6052 §2.1, RFC 8215), 6to4 (RFC 3056 §2), Teredo (RFC 4380 §4), ISATAP (RFC 5214 §6.1).
    static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            [0x20, 0x02, ..] => new IPAddress(bytes.AsSpan(2, 4)),
            [0x20, 0x01, 0, 0, ..] => new IPAddress([.. bytes.AsSpan(12, 4).ToArray().Select(part => (byte)~part)]),
            [0x00, 0x64, 0xFF, 0x9B, ..] or [_, _, _, _, _, _, _, _, 0 or 2, 0, 0x5E, 0xFE, ..] => new IPAddress(bytes.AsSpan(12, 4)),
            [0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, ..] => new IPAddress(bytes.AsSpan(12, 4)),
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, not 0, ..] => new IPAddress(bytes.AsSpan(12, 4)),
            _ => new IPAddress(bytes), // without its scope
        };
    }
}
