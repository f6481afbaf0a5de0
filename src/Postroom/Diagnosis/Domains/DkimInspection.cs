using Postroom.Mail.Dns;

namespace Postroom.Diagnosis.Domains;

/// <summary>Whether the record of a selector holds our key.</summary>
sealed class DkimInspection(IDnsResolver resolver, FindingWriter findings)
{
    /// <summary>Inspects one key.</summary>
    public async Task<DomainFinding> RunAsync(DkimIdentity key, CancellationToken cancellationToken)
    {
        var lookup = await resolver.LookUpAsync(key.RecordName, DnsRecordType.Txt, cancellationToken);
        if (lookup is DnsLookup.Unavailable unavailable)
            return findings.Write("dkim-unknown", FindingState.Unknown, key.RecordName, unavailable.Reason);

        var texts = lookup.Of<DnsRecord.Text>().Select(text => text.Joined).ToList();
        if (texts.Count == 0)
            return findings.Write("dkim-missing", FindingState.Bad, [], Record(key, replaces: false), key.RecordName);
        if (texts.Count > 1 || !PublishedKey.TryParse(texts[0], out var published))
            return findings.Write("dkim-syntax", FindingState.Bad, texts, Record(key, replaces: true), key.RecordName);
        if (published.Key.IsEmpty)
            return findings.Write("dkim-revoked", FindingState.Bad, texts, Record(key, replaces: true), key.RecordName);
        if (!published.Matches(key))
            return findings.Write("dkim-mismatch", FindingState.Bad, texts, Record(key, replaces: true), key.RecordName);
        return published.IsTesting
            ? findings.Write("dkim-testing", FindingState.Warning, texts, Record(key, replaces: true), key.RecordName)
            : findings.Write("dkim-ok", FindingState.Good, texts, null, key.RecordName);
    }

    static RecordToPublish Record(DkimIdentity key, bool replaces) => new(key.RecordName, "TXT", key.RecordValue, replaces);
}
