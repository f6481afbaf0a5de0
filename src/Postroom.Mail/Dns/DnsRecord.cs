using System.Net;

namespace Postroom.Mail.Dns;

/// <summary>One record of an answer.</summary>
/// <param name="Owner">Whose record it is: lower case, without the last dot.</param>
/// <param name="TimeToLive">How long it may be remembered, at most 68 years (RFC 2181 §8).</param>
public abstract record DnsRecord(string Owner, TimeSpan TimeToLive)
{
    /// <summary>A or AAAA.</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Ip">The address.</param>
    public sealed record Address(string Owner, TimeSpan TimeToLive, IPAddress Ip) : DnsRecord(Owner, TimeToLive);

    /// <summary>MX (RFC 5321 §5.1).</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Preference">The lowest is tried first.</param>
    /// <param name="Host">Who takes the mail; empty: nobody does (RFC 7505).</param>
    public sealed record MailExchanger(string Owner, TimeSpan TimeToLive, int Preference, string Host) : DnsRecord(Owner, TimeToLive);

    /// <summary>TXT.</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Strings">Its strings of at most 255 bytes each, a char for a byte.</param>
    public sealed record Text(string Owner, TimeSpan TimeToLive, IReadOnlyList<string> Strings) : DnsRecord(Owner, TimeToLive)
    {
        /// <summary>The strings joined without anything between, as SPF, DKIM and DMARC read them (RFC 7208 §3.3).</summary>
        public string Joined => string.Concat(Strings);
    }

    /// <summary>SRV (RFC 2782).</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Priority">The lowest is tried first.</param>
    /// <param name="Weight">The share among equals.</param>
    /// <param name="Port">The port.</param>
    /// <param name="Target">The host; empty: there is decidedly no such service.</param>
    public sealed record Service(string Owner, TimeSpan TimeToLive, int Priority, int Weight, int Port, string Target)
        : DnsRecord(Owner, TimeToLive);

    /// <summary>PTR.</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Target">The name.</param>
    public sealed record Reverse(string Owner, TimeSpan TimeToLive, string Target) : DnsRecord(Owner, TimeToLive);

    /// <summary>CNAME.</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Target">The other name.</param>
    public sealed record CanonicalName(string Owner, TimeSpan TimeToLive, string Target) : DnsRecord(Owner, TimeToLive);

    /// <summary>NS.</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Host">The name server.</param>
    public sealed record NameServer(string Owner, TimeSpan TimeToLive, string Host) : DnsRecord(Owner, TimeToLive);

    /// <summary>SOA, of which only the time for "no" matters here.</summary>
    /// <param name="Owner">The zone.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="NegativeTimeToLive">How long "no" may be remembered: the lesser of the record's own time and MINIMUM (RFC 2308 §5).</param>
    public sealed record ZoneStart(string Owner, TimeSpan TimeToLive, TimeSpan NegativeTimeToLive) : DnsRecord(Owner, TimeToLive);

    /// <summary>TLSA (RFC 6698 §2.1).</summary>
    /// <param name="Owner">Whose record it is.</param>
    /// <param name="TimeToLive">How long it may be remembered.</param>
    /// <param name="Usage">0 to 3: which certificate is meant.</param>
    /// <param name="Selector">0: the whole certificate; 1: its public key.</param>
    /// <param name="Matching">0: as it is; 1: SHA-256; 2: SHA-512.</param>
    /// <param name="Association">The bytes to compare with.</param>
    public sealed record CertificateAssociation(
        string Owner, TimeSpan TimeToLive, int Usage, int Selector, int Matching, ReadOnlyMemory<byte> Association)
        : DnsRecord(Owner, TimeToLive);
}
