namespace Postroom.Mail.Spf;

/// <summary>What SPF says of an address and a domain (RFC 7208 §2.6).</summary>
public enum SpfResult
{
    /// <summary>The domain has no SPF record, or there is no domain to ask about.</summary>
    None,

    /// <summary>The domain says nothing about the address.</summary>
    Neutral,

    /// <summary>The address may send for the domain.</summary>
    Pass,

    /// <summary>The address must not send for the domain.</summary>
    Fail,

    /// <summary>The address probably must not.</summary>
    SoftFail,

    /// <summary>DNS did not answer; another time it may.</summary>
    TempError,

    /// <summary>The record cannot be followed, and somebody must mend it.</summary>
    PermError,
}

/// <summary>Why SPF came to an error.</summary>
public enum SpfProblem
{
    /// <summary>It came to none.</summary>
    None,

    /// <summary>A term of the record is written wrongly (RFC 7208 §4.6).</summary>
    Syntax,

    /// <summary>The domain has more than one SPF record (RFC 7208 §4.5).</summary>
    SeveralRecords,

    /// <summary>The record needs more than ten look-ups (RFC 7208 §4.6.4).</summary>
    TooManyLookups,

    /// <summary>More than two look-ups led to nothing (RFC 7208 §4.6.4).</summary>
    TooManyVoidLookups,

    /// <summary>A mechanism mx found more than ten hosts (RFC 7208 §4.6.4).</summary>
    TooManyExchangers,

    /// <summary>An include or redirect leads to a domain without SPF record (RFC 7208 §5.2, §6.1).</summary>
    MissingRecord,

    /// <summary>DNS did not answer.</summary>
    DnsUnavailable,

    /// <summary>The whole took longer than <see cref="SpfCheck.TotalTimeout"/>.</summary>
    TimedOut,
}
