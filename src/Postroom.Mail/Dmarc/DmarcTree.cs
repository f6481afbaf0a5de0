using Postroom.Mail.Dns;

namespace Postroom.Mail.Dmarc;

/// <summary>Finds the record that counts, and the organisation's domain, by asking upwards (the tree walk of RFC 9989 §4.10).</summary>
/// <param name="resolver">DNS.</param>
public sealed class DmarcTree(IDnsResolver resolver)
{
    /// <summary>The most names that are asked: of a longer domain only its last seven labels, besides itself (RFC 9989 §4.10).</summary>
    public const int MaximumLookups = 8;

    /// <summary>Where a domain's record lives.</summary>
    /// <param name="domain">The domain in A-labels.</param>
    public static string NameOf(string domain) => $"_dmarc.{domain}";

    /// <summary>Whether two domains are aligned.</summary>
    /// <param name="one">A domain in A-labels.</param>
    /// <param name="other">The other one.</param>
    /// <param name="isStrict">Whether they must be the very same, or only of the same organisation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null: DNS does not say.</returns>
    public async Task<bool?> AreAlignedAsync(string one, string other, bool isStrict, CancellationToken cancellationToken)
    {
        if (string.Equals(one, other, StringComparison.OrdinalIgnoreCase)) return true;
        if (isStrict) return false;
        var first = await WalkAsync(one, cancellationToken);
        var second = await WalkAsync(other, cancellationToken);
        return first is DmarcLookup.Known { OrganisationalDomain: var mine } && second is DmarcLookup.Known { OrganisationalDomain: var theirs }
            ? string.Equals(mine, theirs, StringComparison.OrdinalIgnoreCase)
            : null;
    }

    /// <summary>Walks from a domain upwards.</summary>
    /// <param name="domain">The domain in A-labels.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DmarcLookup> WalkAsync(string domain, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        var start = domain.TrimEnd('.').ToLowerInvariant();
        var found = new List<DmarcPolicyAt>();
        DmarcLookup.Wrong? wrong = null;
        foreach (var name in Steps(start))
        {
            var lookup = await resolver.LookUpAsync(NameOf(name), DnsRecordType.Txt, cancellationToken);
            if (lookup is DnsLookup.Unavailable unavailable) return new DmarcLookup.Unavailable(unavailable.Reason);

            var texts = lookup.Of<DnsRecord.Text>().Select(text => text.Joined).Where(DmarcRecord.IsDmarc).ToList();
            if (texts is [var text] && DmarcRecord.TryParse(text, out var record))
            {
                found.Add(new DmarcPolicyAt(name, record, text));
                if (EndsWalk(record, name == start)) break;
            }
            else if (texts.Count > 0)
            {
                wrong ??= new DmarcLookup.Wrong(NameOf(name), texts);
            }
        }

        return Conclude(start, found, wrong);
    }

    static bool EndsWalk(DmarcRecord record, bool isStart) =>
        record.Suffix == DmarcSuffix.Organisation || (record.Suffix == DmarcSuffix.Public && !isStart);

    static DmarcLookup Conclude(string start, List<DmarcPolicyAt> found, DmarcLookup.Wrong? wrong)
    {
        // A record that cannot be read counts as none (RFC 9989 §4.10); but where it was to be the domain's own, say so.
        var own = found.Find(policy => policy.Domain == start);
        if (own is null && wrong is not null && (found.Count == 0 || wrong.Name == NameOf(start))) return wrong;

        var organisation = OrganisationOf(start, found);
        return new DmarcLookup.Known(organisation, own ?? found.Find(policy => policy.Domain == organisation) ?? found.LastOrDefault());
    }

    static string OrganisationOf(string start, List<DmarcPolicyAt> found)
    {
        if (found is not [.., var last]) return start;
        return last.Record.Suffix == DmarcSuffix.Public && last.Domain != start ? OneBelow(start, last.Domain) : last.Domain;
    }

    static string OneBelow(string start, string suffix)
    {
        var labels = start[..^(suffix.Length + 1)].Split('.');
        return $"{labels[^1]}.{suffix}";
    }

    static IEnumerable<string> Steps(string domain)
    {
        yield return domain;
        var labels = domain.Split('.');
        for (var kept = Math.Min(labels.Length - 1, MaximumLookups - 1); kept > 0; kept--) yield return string.Join('.', labels[^kept..]);
    }
}
