using System.Net;
using System.Net.Sockets;

namespace Postroom.MailServers;

/// <summary>Which addresses Postroom connects to. Asked about the resolved address, so that no name leads around it.</summary>
public static class Destinations
{
    // What clouds tell their machines' secrets at: no mail server lives there. AWS, Google, Azure and others; AWS tasks and
    // pods; AWS over IPv6; Google over IPv6; Azure's host; Alibaba; Oracle's old one; Tencent; Scaleway.
    static readonly HashSet<IPAddress> Metadata =
    [
        .. new[]
        {
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
            "168.63.129.16", "100.100.100.200", "192.0.0.192", "169.254.0.23", "169.254.10.10", "169.254.42.42", "fd00:42::42",
        }.Select(IPAddress.Parse),
    ];

    static readonly IPNetwork[] PrivateNetworks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
            "::/127", "fc00::/7", "fe80::/10", "fec0::/10",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Whether a cloud's metadata service answers there, in whatever form the address is written.</summary>
    public static bool IsMetadata(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Metadata.Contains(Plain(address));
    }

    /// <summary>Whether the address is of this machine, of a private network or of the link (RFC 1918, RFC 4193, RFC 3927, RFC 4291 §2.5.6, RFC 6598).</summary>
    public static bool IsPrivate(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = Plain(address);
        return PrivateNetworks.Any(network => network.Contains(plain));
    }

    // An IPv4 address inside an IPv6 one: mapped and compatible (RFC 4291 §2.5.5), NAT64 (RFC 6052 §2.1), 6to4 (RFC 3056 §2).
    static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (IsNat64(bytes) || IsCompatible(bytes)) return new IPAddress(bytes.AsSpan(12, 4));
        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : new IPAddress(bytes); // without its scope
    }

    static bool IsNat64(byte[] bytes) => bytes is [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..];

    static bool IsCompatible(byte[] bytes) => !bytes.AsSpan(0, 12).ContainsAnyExcept((byte)0) && bytes[12] != 0;
}
