namespace Postroom.Mail.Dns;

/// <summary>The types of record that Postroom asks for. The values are those of the wire (RFC 1035 §3.2.2).</summary>
public enum DnsRecordType
{
    /// <summary>No type: never asked for.</summary>
    None = 0,

    /// <summary>An IPv4 address (RFC 1035 §3.4.1).</summary>
    A = 1,

    /// <summary>A name's server (RFC 1035 §3.3.11). Read to tell a referral from an answer, never asked for.</summary>
    Ns = 2,

    /// <summary>Another name for the same (RFC 1035 §3.3.1).</summary>
    Cname = 5,

    /// <summary>Where a zone begins (RFC 1035 §3.3.13). Tells how long "no" may be remembered.</summary>
    Soa = 6,

    /// <summary>The name of an address (RFC 1035 §3.3.12).</summary>
#pragma warning disable CA1720 // A type's name in other languages, and this record's name in every zone file.
    Ptr = 12,
#pragma warning restore CA1720

    /// <summary>Who takes a domain's mail (RFC 1035 §3.3.9).</summary>
    Mx = 15,

    /// <summary>Text: SPF, DKIM and DMARC live here (RFC 1035 §3.3.14).</summary>
    Txt = 16,

    /// <summary>An IPv6 address (RFC 3596 §2.1).</summary>
    Aaaa = 28,

    /// <summary>Where a service is (RFC 2782).</summary>
    Srv = 33,

    /// <summary>The extension record (RFC 6891 §6.1). Never asked for.</summary>
    Opt = 41,

    /// <summary>Which certificate a server has (RFC 6698 §2.1).</summary>
    Tlsa = 52,
}
