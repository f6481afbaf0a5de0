using System.Net;
using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Dns;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Diagnosis.Detection;

/// <summary>
/// Gathers servers that may be the right ones, best first: what the domain announces (RFC 6186 §3.4, RFC 8314 §5.1), what is
/// known of its provider, then the names that are usual.
/// </summary>
sealed class Hints(IDnsResolver dns, IReadOnlyList<SubmissionPort> ports)
{
    const int MostServices = 4;

    /// <summary>The hints for a target.</summary>
    public async Task<IReadOnlyList<Hint>> ForAsync(DetectionTarget target, CancellationToken cancellationToken)
    {
        if (target.Address is not null) return await ForDomainAsync(target.Domain, cancellationToken);
        var host = target.Domain;
        var known = Presets.OfHost(host);
        List<Hint> hints = known is null
            ? []
            : [new Hint(new SmtpEndpoint(host, known.Port, known.Security), "provider", known, IsTyped: true)];
        hints.AddRange(At(host, "guess", isTyped: true));
        // A bare domain is often typed where its mail server is meant.
        if (known is null && !IPAddress.TryParse(host, out _))
            hints.AddRange((await ForDomainAsync(host, cancellationToken)).Where(hint => hint.IsAnnounced));
        return Distinct(hints);
    }

    async Task<IReadOnlyList<Hint>> ForDomainAsync(string domain, CancellationToken cancellationToken)
    {
        var tls = dns.LookUpAsync($"_submissions._tcp.{domain}", DnsRecordType.Srv, cancellationToken);
        var startTls = dns.LookUpAsync($"_submission._tcp.{domain}", DnsRecordType.Srv, cancellationToken);
        var exchangers = await ExchangersAsync(domain, cancellationToken);
        var preset = Presets.OfDomain(domain) ?? exchangers.Select(Presets.OfExchanger).FirstOrDefault(found => found is not null);
        List<Hint> hints =
        [
            .. Services(await tls, ConnectionSecurity.Tls),
            .. Services(await startTls, ConnectionSecurity.StartTls),
        ];
        if (preset is not null) hints.Add(Known(preset, domain, exchangers));
        if (hints.Count == 0) hints.AddRange(Guesses(domain, exchangers));
        return Distinct(hints);
    }

    async Task<IReadOnlyList<string>> ExchangersAsync(string domain, CancellationToken cancellationToken) =>
        [.. (await dns.LookUpAsync(domain, DnsRecordType.Mx, cancellationToken)).Of<DnsRecord.MailExchanger>()
            .Where(record => record.Host.Length > 0).OrderBy(record => record.Preference).Select(record => record.Host)];

    // An empty target says that the domain decidedly has no such service (RFC 2782).
    static IEnumerable<Hint> Services(DnsLookup lookup, ConnectionSecurity security) => lookup.Of<DnsRecord.Service>()
        .Where(record => record.Target.Length > 0 && record.Port > 0)
        .OrderBy(record => record.Priority).ThenByDescending(record => record.Weight).Take(MostServices)
        .Select(record => new Hint(new SmtpEndpoint(record.Target, record.Port, security), "srv", Presets.OfHost(record.Target), IsTyped: false));

    // Where each contract has a host of its own, it is the one that takes the domain's mail.
    static Hint Known(Preset preset, string domain, IReadOnlyList<string> exchangers) =>
        new(new SmtpEndpoint(preset.HostFor(domain, exchangers) ?? exchangers[0], preset.Port, preset.Security), "provider", preset, IsTyped: false);

    IEnumerable<Hint> Guesses(string domain, IReadOnlyList<string> exchangers) =>
        new[] { $"smtp.{domain}", $"mail.{domain}" }.SelectMany(host => At(host, "guess", isTyped: false))
            .Concat(exchangers.Take(1).SelectMany(host => At(host, "mx", isTyped: false)));

    IEnumerable<Hint> At(string host, string source, bool isTyped) =>
        ports.Select(port => new Hint(new SmtpEndpoint(host, port.Port, port.Security), source, null, isTyped));

    static List<Hint> Distinct(IEnumerable<Hint> hints) => [.. hints.DistinctBy(hint => hint.Endpoint)];
}
