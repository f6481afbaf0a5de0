using System.Net;
using System.Net.Sockets;
using Postroom.Mail.Dns;
using Postroom.Mail.Spf;

namespace Postroom.Diagnosis.Domains;

/// <summary>Whether the SPF record lets the route send.</summary>
sealed class SpfInspection(IDnsResolver resolver, TimeProvider time, DomainCheckRequest request, FindingWriter findings)
{
    const int MaximumLookups = 10;

    string Domain => (request.Envelope ?? request.From).Ascii;

    SendingRoute Route => request.Route;

    // Who set the sending addresses says that mail leaves from there, whatever the provider does elsewhere.
    bool IsNotAsked => Route is { ReplacesEnvelope: true, SendingAddresses.Count: 0 };

    /// <summary>Inspects.</summary>
    public async Task<DomainFinding> RunAsync(RouteAddresses addresses, CancellationToken cancellationToken)
    {
        var lookup = await resolver.LookUpAsync(Domain, DnsRecordType.Txt, cancellationToken);
        if (lookup is DnsLookup.Unavailable unavailable) return Unknown(unavailable.Reason);

        var texts = lookup.Of<DnsRecord.Text>().Select(text => text.Joined).Where(SpfRecord.IsSpf).ToList();
        if (texts.Count == 0)
        {
            return IsNotAsked
                ? findings.Write("spf-provider", FindingState.Good, Route.Host)
                : findings.Write("spf-missing", FindingState.Bad, [], NewRecord(addresses), Domain);
        }

        if (texts.Count > 1) return findings.Write("spf-several", FindingState.Bad, texts, null, Domain);

        var text = texts[0];
        if (!SpfRecord.TryParse(text, out var record, out var wrongTerm))
            return findings.Write("spf-syntax", FindingState.Bad, texts, null, Domain, wrongTerm);
        if (record.Mechanisms.Any(mechanism => mechanism is SpfTerm.All { OnMatch: SpfResult.Pass }))
            return findings.Write("spf-open", FindingState.Bad, texts, Closed(text), Domain);

        var tree = await SpfTree.ReadAsync(Domain, resolver, cancellationToken);
        if (tree.Problem == SpfProblem.DnsUnavailable) return Unknown(tree.At);
        if (tree.Lookups > MaximumLookups)
            return findings.Write("spf-too-many-lookups", FindingState.Bad, texts, null, Domain, tree.Lookups);
        if (tree.Problem != SpfProblem.None) return findings.Write("spf-broken", FindingState.Bad, texts, null, Domain, tree.At);

        return await JudgeRouteAsync(text, tree, addresses, cancellationToken);
    }

    async Task<DomainFinding> JudgeRouteAsync(string text, SpfTree tree, RouteAddresses addresses, CancellationToken cancellationToken)
    {
        if (addresses.Ips.Count > 0) return await JudgeAddressesAsync(text, addresses, cancellationToken);
        if (IsNotAsked) return findings.Write("spf-provider", FindingState.Good, [text], null, Route.Host);
        if (Route.SpfInclude is not { } include) return findings.Write("spf-route-unknown", FindingState.Unknown, [text], null, Domain, Route.Host);
        return tree.Includes.Contains(include) || Route.OtherSpfIncludes.Any(tree.Includes.Contains)
            ? findings.Write("spf-ok", FindingState.Good, [text], null, Domain, $"include:{include}")
            : findings.Write("spf-include-missing", FindingState.Bad, [text], Changed(text, [$"include:{include}"]), Domain, Route.Host, include);
    }

    async Task<DomainFinding> JudgeAddressesAsync(string text, RouteAddresses addresses, CancellationToken cancellationToken)
    {
        var missing = new List<IPAddress>();
        foreach (var ip in addresses.Ips)
        {
            var outcome = await new SpfCheck(resolver, time).RunAsync(new SpfRequest(ip, $"postmaster@{Domain}", Domain), cancellationToken);
            switch (outcome.Result)
            {
                case SpfResult.Pass: break;
                case SpfResult.TempError: return Unknown(outcome.Detail ?? outcome.Domain);
                case SpfResult.PermError: return findings.Write("spf-broken", FindingState.Bad, [text], null, Domain, outcome.Domain);
                default: missing.Add(ip); break;
            }
        }

        if (missing.Count == 0) return findings.Write("spf-ok", FindingState.Good, [text], null, Domain, string.Join(", ", addresses.Ips));
        var publish = Changed(text, missing.Select(Mechanism));
        var list = string.Join(", ", missing);
        return addresses.AreCertain
            ? findings.Write("spf-address-missing", FindingState.Bad, [text], publish, Domain, list)
            : findings.Write("spf-host-missing", FindingState.Warning, [text], publish, Domain, list, Route.Host);
    }

    DomainFinding Unknown(string reason) => findings.Write("spf-unknown", FindingState.Unknown, Domain, reason);

    RecordToPublish? NewRecord(RouteAddresses addresses)
    {
        IReadOnlyList<string> mechanisms = addresses.Ips.Count > 0
            ? [.. addresses.Ips.Select(Mechanism)]
            : Route.SpfInclude is { } include ? [$"include:{include}"] : [];
        return mechanisms.Count == 0 ? null : new RecordToPublish(Domain, "TXT", $"v=spf1 {string.Join(' ', mechanisms)} ~all", Replaces: false);
    }

    // New mechanisms go before what ends the search: all, or redirect.
    RecordToPublish Changed(string text, IEnumerable<string> mechanisms)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var end = words.FindIndex(word => IsAll(word) || word.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase));
        words.InsertRange(end < 0 ? words.Count : end, mechanisms);
        return new RecordToPublish(Domain, "TXT", string.Join(' ', words), Replaces: true);
    }

    RecordToPublish Closed(string text) => new(
        Domain, "TXT", string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => IsAll(word) ? "~all" : word)), Replaces: true);

    static bool IsAll(string word) => word.TrimStart('+', '-', '~', '?').Equals("all", StringComparison.OrdinalIgnoreCase);

    static string Mechanism(IPAddress ip) => ip.AddressFamily == AddressFamily.InterNetwork ? $"ip4:{ip.ToString()}" : $"ip6:{ip.ToString()}";
}
