using System.Net;

namespace Postroom.Mail.Smtp.Client;

/// <summary>Finds the addresses of a host: the boundary to DNS.</summary>
public interface IHostResolver
{
    /// <summary>Looks a name up.</summary>
    /// <param name="host">An ASCII host name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<HostLookup> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>What DNS knows of a host.</summary>
public abstract record HostLookup
{
    private protected HostLookup() { }

    /// <summary>The addresses, at least one, in the order in which to try them.</summary>
    public sealed record Found(IReadOnlyList<IPAddress> Addresses) : HostLookup;

    /// <summary>There is no such name, or it has no address.</summary>
    public sealed record NameNotFound : HostLookup;

    /// <summary>DNS did not answer, so nothing is known.</summary>
    /// <param name="Reason">Why, in plain English.</param>
    public sealed record Unavailable(string Reason) : HostLookup;
}
