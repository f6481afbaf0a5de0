using System.Net;
using Postroom.Mail.Dns;

namespace Postroom.Mail.Spf;

/// <summary>One run of check_host(), with what is counted over all its includes and redirects (RFC 7208 §4.6.4).</summary>
sealed class SpfEvaluation
{
    const int MaximumLookups = 10;
    const int MaximumVoidLookups = 2;
    const int MaximumExchangers = 10;

    readonly IDnsResolver _resolver;
    readonly SpfMacros _macros;
    readonly SpfHosts _hosts;
    readonly IPAddress _ip;
    readonly CancellationToken _cancellationToken;
    int _voidLookups;

    public SpfEvaluation(IDnsResolver resolver, TimeProvider time, SpfRequest request, CancellationToken cancellationToken)
    {
        _ip = request.Ip.IsIPv4MappedToIPv6 ? request.Ip.MapToIPv4() : request.Ip;
        (_resolver, _cancellationToken) = (resolver, cancellationToken);
        _hosts = new SpfHosts(resolver, _ip, cancellationToken);
        _macros = new SpfMacros(request with { Ip = _ip }, time, _hosts);
    }

    /// <summary>How many look-ups were counted so far.</summary>
    public int Lookups { get; private set; }

    /// <summary>Checks a domain's record.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="isIncluded">Whether an include leads here: then nobody wants to hear this record's explanation (RFC 7208 §6.2).</param>
    public async Task<SpfOutcome> CheckAsync(string domain, bool isIncluded)
    {
        var (record, early) = await FindRecordAsync(domain);
        if (record is null) return early!;

        foreach (var mechanism in record.Mechanisms)
        {
            if (mechanism.CountsAsLookup && ++Lookups > MaximumLookups)
                return SpfOutcome.Error(SpfProblem.TooManyLookups, domain, mechanism.Text);

            var match = await MatchAsync(mechanism, domain);
            if (match.Error is not null) return match.Error;
            if (!match.IsMatch) continue;

            var decided = SpfOutcome.Decided(mechanism.OnMatch, domain, mechanism.Text);
            return mechanism.OnMatch == SpfResult.Fail && !isIncluded && record.Explanation is { } explanation
                ? decided with { Explanation = await ExplainAsync(explanation, domain) }
                : decided;
        }

        return record.Redirect is { } redirect
            ? await RedirectAsync(redirect, domain, isIncluded)
            : SpfOutcome.Decided(SpfResult.Neutral, domain, null);
    }

    async Task<(SpfRecord? Record, SpfOutcome? Early)> FindRecordAsync(string domain)
    {
        var lookup = await _resolver.LookUpAsync(SpfHosts.Escape(domain), DnsRecordType.Txt, _cancellationToken);
        if (lookup is DnsLookup.Unavailable unavailable)
            return (null, SpfOutcome.Error(SpfProblem.DnsUnavailable, domain, null, unavailable.Reason));

        var texts = lookup.Of<DnsRecord.Text>().Select(text => text.Joined).Where(SpfRecord.IsSpf).ToList();
        if (texts.Count == 0) return (null, SpfOutcome.Decided(SpfResult.None, domain, null));
        if (texts.Count > 1) return (null, SpfOutcome.Error(SpfProblem.SeveralRecords, domain, null));
        return SpfRecord.TryParse(texts[0], out var record, out var wrongTerm)
            ? (record, null)
            : (null, SpfOutcome.Error(SpfProblem.Syntax, domain, wrongTerm));
    }

    async Task<Match> MatchAsync(SpfTerm.Mechanism mechanism, string domain) => mechanism switch
    {
        SpfTerm.All => Match.Yes,
        SpfTerm.Network network => Match.Of(SpfHosts.IsWithin(_ip, network.Ip, network.Prefix)),
        SpfTerm.Include include => await MatchIncludeAsync(include, domain),
        SpfTerm.Address address => await MatchHostAsync(await TargetAsync(address.Domain, domain), address, address.Prefix4, address.Prefix6, domain),
        SpfTerm.Exchangers exchangers => await MatchExchangersAsync(exchangers, domain),
        SpfTerm.Reverse reverse => Match.Of(await _hosts.HasValidNameInAsync(await TargetAsync(reverse.Domain, domain))),
        SpfTerm.Exists exists => await MatchExistsAsync(exists, domain),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    async Task<Match> MatchIncludeAsync(SpfTerm.Include include, string domain)
    {
        var target = await TargetAsync(include.Domain, domain);
        var outcome = await CheckAsync(target, isIncluded: true);
        return outcome.Result switch
        {
            SpfResult.Pass => Match.Yes,
            SpfResult.Fail or SpfResult.SoftFail or SpfResult.Neutral => Match.No,
            SpfResult.None => Match.Stop(SpfOutcome.Error(SpfProblem.MissingRecord, domain, include.Text)),
            _ => Match.Stop(outcome),
        };
    }

    async Task<SpfOutcome> RedirectAsync(SpfTerm.Redirect redirect, string domain, bool isIncluded)
    {
        if (++Lookups > MaximumLookups) return SpfOutcome.Error(SpfProblem.TooManyLookups, domain, redirect.Text);
        var outcome = await CheckAsync(await TargetAsync(redirect.Domain, domain), isIncluded);
        return outcome.Result == SpfResult.None ? SpfOutcome.Error(SpfProblem.MissingRecord, domain, redirect.Text) : outcome;
    }

    async Task<Match> MatchHostAsync(string host, SpfTerm term, int prefix4, int prefix6, string domain)
    {
        var lookup = await _hosts.AddressesOfAsync(host);
        if (Judge(lookup, term, domain) is { } error) return Match.Stop(error);
        var prefix = _ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? prefix4 : prefix6;
        return Match.Of(lookup.Of<DnsRecord.Address>().Any(address => SpfHosts.IsWithin(_ip, address.Ip, prefix)));
    }

    async Task<Match> MatchExchangersAsync(SpfTerm.Exchangers term, string domain)
    {
        var target = await TargetAsync(term.Domain, domain);
        var lookup = await _resolver.LookUpAsync(SpfHosts.Escape(target), DnsRecordType.Mx, _cancellationToken);
        if (Judge(lookup, term, domain) is { } error) return Match.Stop(error);

        var exchangers = lookup.Of<DnsRecord.MailExchanger>();
        if (exchangers.Count > MaximumExchangers) return Match.Stop(SpfOutcome.Error(SpfProblem.TooManyExchangers, domain, term.Text));
        foreach (var exchanger in exchangers.Where(exchanger => exchanger.Host.Length > 0).OrderBy(exchanger => exchanger.Preference))
        {
            var match = await MatchHostAsync(exchanger.Host, term, term.Prefix4, term.Prefix6, domain);
            if (match.IsMatch || match.Error is not null) return match;
        }

        return Match.No;
    }

    // Always A, whatever the sending address is (RFC 7208 §5.7).
    async Task<Match> MatchExistsAsync(SpfTerm.Exists term, string domain)
    {
        var target = await TargetAsync(term.Domain, domain);
        var lookup = await _resolver.LookUpAsync(SpfHosts.Escape(target), DnsRecordType.A, _cancellationToken);
        return Judge(lookup, term, domain) is { } error ? Match.Stop(error) : Match.Of(lookup is DnsLookup.Found);
    }

    SpfOutcome? Judge(DnsLookup lookup, SpfTerm term, string domain) => lookup switch
    {
        DnsLookup.Unavailable unavailable => SpfOutcome.Error(SpfProblem.DnsUnavailable, domain, term.Text, unavailable.Reason),
        DnsLookup.NameNotFound or DnsLookup.NoData when ++_voidLookups > MaximumVoidLookups =>
            SpfOutcome.Error(SpfProblem.TooManyVoidLookups, domain, term.Text),
        _ => null,
    };

    async Task<string> TargetAsync(string? domainSpec, string domain) =>
        domainSpec is null ? domain : DomainSpec.ToName(await _macros.ExpandAsync(domainSpec, domain, isExplanation: false) ?? "");

    // Whatever goes wrong here, there is just no explanation, and nothing is counted (RFC 7208 §6.2).
    async Task<string?> ExplainAsync(SpfTerm.Explanation term, string domain)
    {
        var target = await TargetAsync(term.Domain, domain);
        var lookup = await _resolver.LookUpAsync(SpfHosts.Escape(target), DnsRecordType.Txt, _cancellationToken);
        return lookup.Of<DnsRecord.Text>() is [var text] ? await _macros.ExpandAsync(text.Joined, domain, isExplanation: true) : null;
    }

    sealed record Match(bool IsMatch, SpfOutcome? Error)
    {
        public static readonly Match Yes = new(true, null);
        public static readonly Match No = new(false, null);

        public static Match Of(bool isMatch) => isMatch ? Yes : No;

        public static Match Stop(SpfOutcome error) => new(false, error);
    }
}
