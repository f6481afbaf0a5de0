namespace Postroom.Mail.Dns;

/// <summary>Looks records up: the boundary to DNS.</summary>
public interface IDnsResolver
{
    /// <summary>Looks up the records of a name. Never throws for what DNS does.</summary>
    /// <param name="name">
    /// An absolute ASCII name, with or without the last dot (A-labels, RFC 5891); search lists are not used. What cannot be a
    /// name (a label over 63 bytes, say) is <see cref="DnsLookup.NameNotFound"/>.
    /// </param>
    /// <param name="type">What to look up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<DnsLookup> LookUpAsync(string name, DnsRecordType type, CancellationToken cancellationToken);
}
