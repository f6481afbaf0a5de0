using System.Net;
using System.Net.Sockets;
using Postroom.Mail.Dns;

namespace Postroom.Diagnosis.Domains;

/// <summary>Whether each sending address has a name, and that name the address (RFC 1912 §2.1), as large receivers demand.</summary>
sealed class PtrInspection(IDnsResolver resolver, DomainCheckRequest request, FindingWriter findings)
{
    /// <summary>The most names of an address that are looked at.</summary>
    const int MaximumNames = 10;

    /// <summary>Inspects.</summary>
    public Task<DomainFinding[]> RunAsync(RouteAddresses addresses, CancellationToken cancellationToken)
    {
        if (addresses.Ips.Count > 0)
            return Task.WhenAll(addresses.Ips.Select(ip => InspectAsync(ip, addresses.AreCertain, cancellationToken)));
        return Task.FromResult<DomainFinding[]>(
        [
            request.Route.IsProvider
                ? findings.Write("ptr-provider", FindingState.Good, request.Route.Host)
                : findings.Write("ptr-route-unknown", FindingState.Unknown, request.Route.Host),
        ]);
    }

    async Task<DomainFinding> InspectAsync(IPAddress ip, bool isCertain, CancellationToken cancellationToken)
    {
        var bad = isCertain ? FindingState.Bad : FindingState.Warning;
        var reverse = ReverseName.Of(ip);
        var lookup = await resolver.LookUpAsync(reverse, DnsRecordType.Ptr, cancellationToken);
        if (lookup is DnsLookup.Unavailable unavailable) return findings.Write("ptr-unknown", FindingState.Unknown, ip, unavailable.Reason);

        var names = lookup.Of<DnsRecord.Reverse>().Select(pointer => pointer.Target).Take(MaximumNames).ToList();
        if (names.Count == 0) return findings.Write("ptr-missing", bad, ip, reverse);
        foreach (var name in names)
        {
            var type = ip.AddressFamily == AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa;
            var addresses = await resolver.LookUpAsync(name, type, cancellationToken);
            if (addresses.Of<DnsRecord.Address>().Any(address => address.Ip.Equals(ip))) return findings.Write("ptr-ok", FindingState.Good, names, null, ip, name);
            if (addresses is DnsLookup.Unavailable silent) return findings.Write("ptr-unknown", FindingState.Unknown, ip, silent.Reason);
        }

        return findings.Write("ptr-unconfirmed", bad, names, null, ip, string.Join(", ", names));
    }
}
