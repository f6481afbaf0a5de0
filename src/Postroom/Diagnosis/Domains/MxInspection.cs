using System.Globalization;
using Postroom.Mail.Dns;

namespace Postroom.Diagnosis.Domains;

/// <summary>Whether answers and bounces find a way back: the domains of From and of the envelope sender take mail.</summary>
sealed class MxInspection(IDnsResolver resolver, DomainCheckRequest request, FindingWriter findings)
{
    /// <summary>The most hosts whose addresses are looked up.</summary>
    const int MaximumHosts = 10;

    /// <summary>Inspects.</summary>
    public Task<DomainFinding[]> RunAsync(CancellationToken cancellationToken)
    {
        var domains = new[] { request.From.Ascii, (request.Envelope ?? request.From).Ascii }.Distinct(StringComparer.OrdinalIgnoreCase);
        return Task.WhenAll(domains.Select(domain => InspectAsync(domain, cancellationToken)));
    }

    async Task<DomainFinding> InspectAsync(string domain, CancellationToken cancellationToken)
    {
        var lookup = await resolver.LookUpAsync(domain, DnsRecordType.Mx, cancellationToken);
        if (lookup is DnsLookup.Unavailable unavailable) return findings.Write("mx-unknown", FindingState.Unknown, domain, unavailable.Reason);

        var exchangers = lookup.Of<DnsRecord.MailExchanger>().OrderBy(exchanger => exchanger.Preference).ToList();
        var seen = exchangers.Select(exchanger => string.Create(CultureInfo.InvariantCulture, $"{exchanger.Preference} {exchanger.Host}.")).ToList();
        if (exchangers.Count == 0) return await InspectImplicitAsync(domain, cancellationToken);
        if (exchangers.TrueForAll(exchanger => exchanger.Host.Length == 0)) return findings.Write("mx-null", FindingState.Bad, seen, null, domain);

        var hosts = exchangers.Select(exchanger => exchanger.Host).Where(host => host.Length > 0).Take(MaximumHosts).ToList();
        var lost = new List<string>();
        foreach (var host in hosts)
            if (await HasAddressAsync(host, cancellationToken) == false) lost.Add(host);
        return lost.Count > 0
            ? findings.Write("mx-host-missing", lost.Count == hosts.Count ? FindingState.Bad : FindingState.Warning, seen, null, domain, string.Join(", ", lost))
            : findings.Write("mx-ok", FindingState.Good, seen, null, domain, string.Join(", ", hosts));
    }

    // Without MX, the domain's own address takes its mail (RFC 5321 §5.1).
    async Task<DomainFinding> InspectImplicitAsync(string domain, CancellationToken cancellationToken) => await HasAddressAsync(domain, cancellationToken) switch
    {
        true => findings.Write("mx-implicit", FindingState.Warning, domain),
        false => findings.Write("mx-missing", FindingState.Bad, domain),
        null => findings.Write("mx-unknown", FindingState.Unknown, domain, domain),
    };

    async Task<bool?> HasAddressAsync(string host, CancellationToken cancellationToken)
    {
        var four = await resolver.LookUpAsync(host, DnsRecordType.A, cancellationToken);
        if (four is DnsLookup.Found) return true;
        var six = await resolver.LookUpAsync(host, DnsRecordType.Aaaa, cancellationToken);
        if (six is DnsLookup.Found) return true;
        return four is DnsLookup.Unavailable || six is DnsLookup.Unavailable ? null : false;
    }
}
