namespace Postroom.Mail.Dns;

/// <summary>How a DNS server answered (RFC 1035 §4.1.1, RFC 6891 §6.1.3). Values without a name are possible.</summary>
public enum DnsResponseCode
{
    /// <summary>An answer, which may be that there is nothing of this type.</summary>
    NoError = 0,

    /// <summary>The server could not read the question.</summary>
    FormatError = 1,

    /// <summary>The server could not find out.</summary>
    ServerFailure = 2,

    /// <summary>There is no such name (NXDOMAIN).</summary>
    NameError = 3,

    /// <summary>The server does not know this kind of question.</summary>
    NotImplemented = 4,

    /// <summary>The server does not answer us.</summary>
    Refused = 5,

    /// <summary>The server does not know this version of EDNS.</summary>
    BadVersion = 16,
}
