using System.Net;
using System.Net.Sockets;
using Postroom.Mail.Dns;

namespace Postroom.Diagnosis.Domains;

/// <summary>From which addresses mail reaches the world, as far as one can know from here.</summary>
/// <param name="Ips">The addresses; empty: nobody here can know.</param>
/// <param name="AreCertain">Whether somebody said so; else they are those of the mail server's name, and it may send with others.</param>
sealed record RouteAddresses(IReadOnlyList<IPAddress> Ips, bool AreCertain)
{
    /// <summary>The most addresses of a host that are looked at.</summary>
    const int MaximumAddresses = 8;

    static readonly IPNetwork[] NotPublic =
    [
        new(IPAddress.Parse("0.0.0.0"), 8), new(IPAddress.Parse("10.0.0.0"), 8), new(IPAddress.Parse("100.64.0.0"), 10),
        new(IPAddress.Parse("127.0.0.0"), 8), new(IPAddress.Parse("169.254.0.0"), 16), new(IPAddress.Parse("172.16.0.0"), 12),
        new(IPAddress.Parse("192.168.0.0"), 16), new(IPAddress.Parse("::"), 127), new(IPAddress.Parse("fc00::"), 7),
        new(IPAddress.Parse("fe80::"), 10),
    ];

    /// <summary>Finds them.</summary>
    public static async Task<RouteAddresses> FindAsync(SendingRoute route, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        if (route.SendingAddresses.Count > 0) return new RouteAddresses(route.SendingAddresses, AreCertain: true);
        if (route.IsProvider) return new RouteAddresses([], AreCertain: false);
        if (IPAddress.TryParse(route.Host.Trim('[', ']'), out var literal)) return Guess([literal]);

        var lookups = await Task.WhenAll(
            resolver.LookUpAsync(route.Host, DnsRecordType.A, cancellationToken),
            resolver.LookUpAsync(route.Host, DnsRecordType.Aaaa, cancellationToken));
        return Guess(lookups.SelectMany(lookup => lookup.Of<DnsRecord.Address>()).Select(address => address.Ip));
    }

    static RouteAddresses Guess(IEnumerable<IPAddress> ips) => new([.. ips.Where(IsPublic).Take(MaximumAddresses)], AreCertain: false);

    static bool IsPublic(IPAddress ip) =>
        ip.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !NotPublic.Any(network => network.Contains(ip));
}
