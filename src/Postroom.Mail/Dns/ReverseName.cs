using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postroom.Mail.Dns;

/// <summary>The name under which an address has its PTR record.</summary>
public static class ReverseName
{
    /// <summary>The name, such as <c>1.2.0.192.in-addr.arpa</c> (RFC 1035 §3.5) or one below <c>ip6.arpa</c> (RFC 3596 §2.5).</summary>
    /// <param name="address">The address; an IPv4 address in IPv6 clothes counts as IPv4.</param>
    public static string Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return string.Create(CultureInfo.InvariantCulture, $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}.in-addr.arpa");

        var name = new StringBuilder(72);
        foreach (var value in bytes.Reverse()) name.Append(CultureInfo.InvariantCulture, $"{value & 0xF:x}.{value >> 4:x}.");
        return name.Append("ip6.arpa").ToString();
    }
}
