using Postroom.Mail.Dkim;
using Postroom.Mail.Dns;

namespace Postroom.Signing;

/// <summary>Asks DNS for the records of keys.</summary>
/// <param name="dns">DNS.</param>
public sealed class PublishedRecords(IDnsResolver dns)
{
    /// <summary>What DNS has for a key. Never throws for what DNS does.</summary>
    public async Task<RecordSighting> FindAsync(SigningKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return await dns.LookUpAsync(key.RecordName, DnsRecordType.Txt, cancellationToken) switch
        {
            DnsLookup.Found found => Judge(key, [.. found.Of<DnsRecord.Text>().Select(text => string.Concat(text.Strings))]),
            DnsLookup.Unavailable unavailable => new RecordSighting.Unknown(unavailable.Reason),
            _ => new RecordSighting.Absent(),
        };
    }

    // Of several records a receiver may take any (RFC 6376 §3.6.2.2), so one alone has to be ours.
    static RecordSighting Judge(SigningKey key, string[] texts) =>
        texts is [var only] && IsRecordOf(key, only) ? new RecordSighting.Seen() : new RecordSighting.Different(texts);

    static bool IsRecordOf(SigningKey key, string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in text.Split(';'))
        {
            var sign = tag.IndexOf('=', StringComparison.Ordinal);
            // A tag that stands twice makes the record worthless (RFC 6376 §3.2).
            if (sign > 0 && !tags.TryAdd(Tight(tag[..sign]), Tight(tag[(sign + 1)..]))) return false;
        }

        var type = tags.GetValueOrDefault("k", "rsa");
        return tags.GetValueOrDefault("v", "DKIM1") == "DKIM1"
            && type == (key.Algorithm == DkimAlgorithm.Rsa ? "rsa" : "ed25519")
            && tags.GetValueOrDefault("p") == key.PublicKey;
    }

    // Providers break long values with spaces, which do not count (RFC 6376 §3.6.1, p=).
    static string Tight(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
