using System.Net;

namespace Postroom.Mail.Dns;

/// <summary>Whom a <see cref="DnsResolver"/> asks, and for how long.</summary>
public sealed record DnsResolverOptions
{
    /// <summary>The servers, in the order in which they are asked; they must resolve for us (RD). Empty: nobody can be asked.</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    /// <summary>How long one server may take for one answer. The default is 2 s.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often each server is asked before we give up, at least 1. The default is 2.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>How long a whole look-up may take, aliases included. The default is 8 s.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How many answers are remembered; 0: none. The default is 1,000.</summary>
    public int CacheEntries { get; init; } = 1_000;

    /// <summary>The longest time an answer is remembered, whatever its time to live. The default is 15 min.</summary>
    public TimeSpan MaximumCacheTime { get; init; } = TimeSpan.FromMinutes(15);
}
