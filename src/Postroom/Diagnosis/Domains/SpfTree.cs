using Postroom.Mail.Dns;
using Postroom.Mail.Spf;

namespace Postroom.Diagnosis.Domains;

/// <summary>An SPF record with all that it includes, as far as no macro hides it.</summary>
/// <param name="Includes">The domains included or redirected to, at any depth.</param>
/// <param name="Lookups">How many look-ups it takes when every mechanism is tried; at most 10 are allowed (RFC 7208 §4.6.4).</param>
/// <param name="Problem">What is wrong on the way; <see cref="SpfProblem.None"/>: nothing.</param>
/// <param name="At">The domain where it is wrong; empty: nowhere.</param>
sealed record SpfTree(IReadOnlySet<string> Includes, int Lookups, SpfProblem Problem, string At)
{
    /// <summary>Further we do not read: a record that long is over its limit long before.</summary>
    const int MaximumRecords = 40;

    /// <summary>Reads the records.</summary>
    /// <param name="domain">Whose record it is.</param>
    /// <param name="resolver">DNS.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<SpfTree> ReadAsync(string domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var includes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var waiting = new Queue<string>([domain]);
        var (lookups, problem, at) = (0, SpfProblem.None, "");
        for (var read = 0; read < MaximumRecords && waiting.TryDequeue(out var next); read++)
        {
            var (record, found) = await ReadOneAsync(next, resolver, cancellationToken);
            if (found != SpfProblem.None && problem == SpfProblem.None) (problem, at) = (found, next);
            if (record is null) continue;

            lookups += record.Mechanisms.Count(mechanism => mechanism.CountsAsLookup);
            var isRedirected = record.Redirect is not null && !record.Mechanisms.Any(mechanism => mechanism is SpfTerm.All);
            if (isRedirected) lookups++;
            var targets = record.Mechanisms.OfType<SpfTerm.Include>().Select(include => include.Domain)
                .Concat(isRedirected ? [record.Redirect!.Domain] : []);
            foreach (var target in targets.Select(target => target.TrimEnd('.')).Where(target => !target.Contains('%', StringComparison.Ordinal)))
            {
                includes.Add(target);
                waiting.Enqueue(target);
            }
        }

        return new SpfTree(includes, lookups, problem, at);
    }

    static async Task<(SpfRecord? Record, SpfProblem Problem)> ReadOneAsync(string domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var lookup = await resolver.LookUpAsync(domain, DnsRecordType.Txt, cancellationToken);
        if (lookup is DnsLookup.Unavailable) return (null, SpfProblem.DnsUnavailable);
        return lookup.Of<DnsRecord.Text>().Select(text => text.Joined).Where(SpfRecord.IsSpf).ToList() switch
        {
            [] => (null, SpfProblem.MissingRecord),
            [var text] => SpfRecord.TryParse(text, out var record, out _) ? (record, SpfProblem.None) : (null, SpfProblem.Syntax),
            _ => (null, SpfProblem.SeveralRecords),
        };
    }
}
