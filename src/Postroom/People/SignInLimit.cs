using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Postroom.People;

/// <summary>Bounds how fast one address may try to sign in, whatever the user: 10 tries at once, then one every 6 seconds.</summary>
public sealed class SignInLimit : IDisposable
{
    readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 10,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(6),
            QueueLimit = 0,
        }));

    /// <summary>Counts a try; false: too many.</summary>
    /// <param name="address">Where it comes from; null (no network) counts as loopback.</param>
    public bool Allows(IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire(address ?? IPAddress.Loopback);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    // Whoever has one IPv6 address has a whole /64 of them.
    static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
