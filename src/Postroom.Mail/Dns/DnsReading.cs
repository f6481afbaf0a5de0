namespace Postroom.Mail.Dns;

/// <summary>What one answer says to a question (RFC 1034 §3.6.2, RFC 2308).</summary>
abstract record DnsReading
{
    private protected DnsReading() { }

    /// <summary>It is known.</summary>
    /// <param name="Lookup">What is known.</param>
    /// <param name="TimeToLive">How long it may be remembered; zero: not at all.</param>
    public sealed record Settled(DnsLookup Lookup, TimeSpan TimeToLive) : DnsReading;

    /// <summary>The name is another's, whom the server did not follow.</summary>
    /// <param name="Name">The other name.</param>
    /// <param name="TimeToLive">How long that may be remembered.</param>
    public sealed record Elsewhere(string Name, TimeSpan TimeToLive) : DnsReading;

    /// <summary>It is no answer.</summary>
    /// <param name="Reason">Why, to follow the server's name.</param>
    public sealed record Useless(string Reason) : DnsReading;

    /// <summary>The most aliases followed. Honest chains have three or four.</summary>
    public const int MaximumAliases = 16;

    /// <summary>Reads an answer.</summary>
    public static DnsReading Of(DnsMessage message, DnsQuestion question)
    {
        if (message.Code is not (DnsResponseCode.NoError or DnsResponseCode.NameError)) return new Useless(Words(message.Code));

        var (name, time, isCircle) = FollowAliases(message.Answers, question);
        if (isCircle) return new Useless("answered with aliases that never end");

        var records = message.Answers.Where(record => record.Owner == name && IsOf(record, question.Type)).ToList();
        if (records.Count > 0) return new Settled(new DnsLookup.Found(records, name), Lesser(time, records.Min(record => record.TimeToLive)));

        var zone = message.Authority.OfType<DnsRecord.ZoneStart>().FirstOrDefault();
        if (message.Code == DnsResponseCode.NameError) return No(new DnsLookup.NameNotFound());
        if (zone is null && name != question.Name) return new Elsewhere(name, time);
        if (zone is null && message.Authority.Any(record => record is DnsRecord.NameServer))
            return new Useless("refers to other servers and does not resolve names for us");
        return No(new DnsLookup.NoData());

        // "No" without a zone's start must not be remembered (RFC 2308 §5).
        Settled No(DnsLookup lookup) => new(lookup, zone is null ? TimeSpan.Zero : Lesser(time, zone.NegativeTimeToLive));
    }

    static (string Name, TimeSpan Time, bool IsCircle) FollowAliases(IReadOnlyList<DnsRecord> answers, DnsQuestion question)
    {
        var (name, time) = (question.Name, TimeSpan.MaxValue);
        if (question.Type == DnsRecordType.Cname) return (name, time, false);
        var aliases = answers.OfType<DnsRecord.CanonicalName>().ToList();
        for (var followed = 0; aliases.Find(alias => alias.Owner == name) is { } alias; followed++)
        {
            if (followed == MaximumAliases) return (name, time, true);
            (name, time) = (alias.Target, Lesser(time, alias.TimeToLive));
        }

        return (name, time, false);
    }

    static TimeSpan Lesser(TimeSpan one, TimeSpan other) => one < other ? one : other;

    static bool IsOf(DnsRecord record, DnsRecordType type) => (record, type) switch
    {
        (DnsRecord.Address { Ip.AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork }, DnsRecordType.A) => true,
        (DnsRecord.Address { Ip.AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 }, DnsRecordType.Aaaa) => true,
        (DnsRecord.MailExchanger, DnsRecordType.Mx) or (DnsRecord.Text, DnsRecordType.Txt) => true,
        (DnsRecord.Service, DnsRecordType.Srv) or (DnsRecord.Reverse, DnsRecordType.Ptr) => true,
        (DnsRecord.CanonicalName, DnsRecordType.Cname) or (DnsRecord.NameServer, DnsRecordType.Ns) => true,
        (DnsRecord.ZoneStart, DnsRecordType.Soa) or (DnsRecord.CertificateAssociation, DnsRecordType.Tlsa) => true,
        _ => false,
    };

    static string Words(DnsResponseCode code) => code switch
    {
        DnsResponseCode.FormatError => "could not read the question (FORMERR)",
        DnsResponseCode.ServerFailure => "could not find out (SERVFAIL)",
        DnsResponseCode.NotImplemented => "does not know this kind of question (NOTIMP)",
        DnsResponseCode.Refused => "does not answer us (REFUSED)",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"answered with the code {(int)code}"),
    };
}
