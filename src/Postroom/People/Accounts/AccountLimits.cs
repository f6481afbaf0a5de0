using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Postroom.People.Accounts;

/// <summary>
/// Bounds how often strangers may try passwords and links, and how many letters they can make Postroom send. It is asked
/// before anybody looks whether the address is known, so that the answer does not tell.
/// </summary>
public sealed class AccountLimits(IRequestLimitStore store, TimeProvider time)
{
    static readonly RequestLimit SignIns = new("sign-in", 10, TimeSpan.FromSeconds(6));
    static readonly RequestLimit Addresses = new("letter to", 3, TimeSpan.FromMinutes(5));
    static readonly RequestLimit Networks = new("letter from", 10, TimeSpan.FromSeconds(30));
    static readonly RequestLimit Links = new("link", 20, TimeSpan.FromSeconds(5));
    static readonly RequestLimit Apps = new("app", 10, TimeSpan.FromMinutes(6));

    /// <summary>Counts an attempt at a password or code: 10 at once from one network, then one each 6 seconds.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public Task<TimeSpan?> TakeSignInAsync(IPAddress? from, CancellationToken cancellationToken) => TakeAsync(SignIns, NetworkOf(from), cancellationToken);

    /// <summary>Counts a request for a letter: 3 at once for one address, then one each 5 minutes; 10 from one network, then one each 30 seconds.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public async Task<TimeSpan?> TakeLetterAsync(string email, IPAddress? from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        return await TakeAsync(Networks, NetworkOf(from), cancellationToken) ?? await TakeAsync(Addresses, AccountFields.Normal(email), cancellationToken);
    }

    /// <summary>Counts an attempt to use a link: 20 at once from one network, then one each 5 seconds.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public Task<TimeSpan?> TakeLinkAsync(IPAddress? from, CancellationToken cancellationToken) => TakeAsync(Links, NetworkOf(from), cancellationToken);

    /// <summary>Counts a letter that an app orders: 10 at once for one address, then one each 6 minutes.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public Task<TimeSpan?> TakeOrderAsync(string app, string email, CancellationToken cancellationToken) => TakeAsync(Apps, $"{app}\n{email}", cancellationToken);

    // Whoever has one IPv6 address has a whole /64 of them.
    static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    // Strangers type addresses that are none of our users': only a hash is kept, without regard to case.
    static string KeyOf(RequestLimit limit, string who) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{limit.Name}\n{who.ToUpperInvariant()}")).AsSpan(0, 16));

    // What the store keeps is the moment at which the key has everything again: each request moves it on by one period.
    async Task<TimeSpan?> TakeAsync(RequestLimit limit, string who, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fullAt = await store.TakeAsync(limit, KeyOf(limit, who), now, cancellationToken);
        if (fullAt is not { } whole) return null;
        var wait = whole + limit.Period - now - (limit.Period * limit.AtOnce);
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }
}
