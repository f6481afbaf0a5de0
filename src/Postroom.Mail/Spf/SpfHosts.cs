using System.Net;
using System.Net.Sockets;
using Postroom.Mail.Dns;

namespace Postroom.Mail.Spf;

/// <summary>Addresses and names of hosts, as SPF asks for them.</summary>
sealed class SpfHosts(IDnsResolver resolver, IPAddress ip, CancellationToken cancellationToken)
{
    /// <summary>So many names of an address are looked at, the rest is passed over (RFC 7208 §4.6.4).</summary>
    const int MaximumNames = 10;

    IReadOnlyList<string>? _validNames;

    /// <summary>Whether an address is within a network of the same family.</summary>
    public static bool IsWithin(IPAddress ip, IPAddress network, int prefix)
    {
        if (ip.AddressFamily != network.AddressFamily) return false;
        var (one, other) = (ip.GetAddressBytes(), network.GetAddressBytes());
        var whole = prefix / 8;
        if (!one.AsSpan(0, whole).SequenceEqual(other.AsSpan(0, whole))) return false;
        var rest = prefix % 8;
        return rest == 0 || (one[whole] ^ other[whole]) >> (8 - rest) == 0;
    }

    /// <summary>A text that macros made, as a name in which a backslash is just one.</summary>
    public static string Escape(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal);

    /// <summary>The addresses of a host, of the family of the sending address.</summary>
    public Task<DnsLookup> AddressesOfAsync(string host) => resolver.LookUpAsync(
        Escape(host), ip.AddressFamily == AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa, cancellationToken);

    /// <summary>Whether the sending address has a name within a domain, and that name the address (RFC 7208 §5.5).</summary>
    public async Task<bool> HasValidNameInAsync(string domain) => (await ValidNamesAsync()).Any(name => IsIn(name, domain));

    /// <summary>The value of the macro p: best the domain itself, then a name in it, then any (RFC 7208 §7.3).</summary>
    public async Task<string> BestNameAsync(string domain)
    {
        var names = await ValidNamesAsync();
        return names.FirstOrDefault(name => name.Equals(domain, StringComparison.OrdinalIgnoreCase))
            ?? names.FirstOrDefault(name => IsIn(name, domain))
            ?? (names.Count > 0 ? names[0] : "unknown");
    }

    async Task<IReadOnlyList<string>> ValidNamesAsync()
    {
        if (_validNames is not null) return _validNames;
        var pointers = await resolver.LookUpAsync(ReverseName.Of(ip), DnsRecordType.Ptr, cancellationToken);
        var valid = new List<string>();
        foreach (var pointer in pointers.Of<DnsRecord.Reverse>().Take(MaximumNames))
        {
            var addresses = await AddressesOfAsync(pointer.Target);
            if (addresses.Of<DnsRecord.Address>().Any(address => address.Ip.Equals(ip))) valid.Add(pointer.Target);
        }

        return _validNames = valid;
    }

    static bool IsIn(string name, string domain) =>
        name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);
}
