namespace Postroom.Mail.Dns;

/// <summary>What came of a look-up.</summary>
public abstract record DnsLookup
{
    private protected DnsLookup() { }

    /// <summary>There are records.</summary>
    /// <param name="Records">Those of the type asked for, at least one, in the order in which they came.</param>
    /// <param name="CanonicalName">The name that has them, at the end of the aliases.</param>
    public sealed record Found(IReadOnlyList<DnsRecord> Records, string CanonicalName) : DnsLookup;

    /// <summary>There is no such name (NXDOMAIN), or the text cannot be a name at all.</summary>
    public sealed record NameNotFound : DnsLookup;

    /// <summary>The name exists and has no record of this type (RFC 2308 §2.2).</summary>
    public sealed record NoData : DnsLookup;

    /// <summary>DNS did not answer, so nothing is known.</summary>
    /// <param name="Reason">Why, in plain English: what each server did.</param>
    public sealed record Unavailable(string Reason) : DnsLookup;

    /// <summary>The records of one kind; empty unless this is <see cref="Found"/>.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    public IReadOnlyList<T> Of<T>() where T : DnsRecord => this is Found found ? [.. found.Records.OfType<T>()] : [];
}
