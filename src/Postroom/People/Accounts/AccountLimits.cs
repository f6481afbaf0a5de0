using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Postroom.People.Accounts;

/// <summary>
/// Bounds how often strangers may try passwords and links, and how many letters they can make Postroom send. Known and
/// unknown addresses are counted alike, so that the answer does not tell.
/// </summary>
public sealed class AccountLimits(IRequestLimitStore store, TimeProvider time)
{
    static readonly RequestLimit SignIns = new("sign-in", 10, TimeSpan.FromSeconds(6));
    static readonly RequestLimit Guesses = new("password from", 5, TimeSpan.FromMinutes(2));
    static readonly RequestLimit AllGuesses = new("password", 50, TimeSpan.FromMinutes(1));
    static readonly RequestLimit KnownGuesses = new("password on", 10, TimeSpan.FromMinutes(1));
    static readonly RequestLimit Codes = new("code", 10, TimeSpan.FromMinutes(30));
    static readonly RequestLimit KnownCodes = new("code on", 10, TimeSpan.FromMinutes(30));
    static readonly RequestLimit Addresses = new("letter to", 3, TimeSpan.FromMinutes(5));
    static readonly RequestLimit Networks = new("letter from", 10, TimeSpan.FromSeconds(30));
    static readonly RequestLimit Links = new("link", 20, TimeSpan.FromSeconds(5));
    static readonly RequestLimit Apps = new("app", 10, TimeSpan.FromMinutes(6));

    /// <summary>Counts an attempt at a password or code: 10 at once from one network, then one each 6 seconds.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public Task<TimeSpan?> TakeSignInAsync(IPAddress? from, CancellationToken cancellationToken) => TakeAsync(SignIns, NetworkOf(from), cancellationToken);

    /// <summary>
    /// Counts a password that a stranger tries: 5 wrong ones for one account from one network, then one each 2 minutes; 50 for
    /// one account from all networks together, then one each minute; and as <see cref="TakeSignInAsync"/> does.
    /// </summary>
    public async Task<LimitTaking> TakePasswordAsync(string login, IPAddress? from, CancellationToken cancellationToken)
    {
        var account = AccountFields.Normal(login);
        if (await TakeSignInAsync(from, cancellationToken) is { } wait) return new LimitTaking(wait, []);
        return await TakeAllAsync([(Guesses, $"{NetworkOf(from)}\n{account}"), (AllGuesses, account)], cancellationToken);
    }

    /// <summary>Counts a password that is tried on a device on which the user is known: 10 wrong ones, then one each minute.</summary>
    public Task<LimitTaking> TakeKnownPasswordAsync(string device, string login, CancellationToken cancellationToken) =>
        TakeAllAsync([(KnownGuesses, $"{device}\n{AccountFields.Normal(login)}")], cancellationToken);

    /// <summary>Counts a code of the second factor: 10 wrong ones for one user, then one each half hour; and as <see cref="TakeSignInAsync"/> does.</summary>
    public async Task<LimitTaking> TakeCodeAsync(Guid user, IPAddress? from, CancellationToken cancellationToken) =>
        await TakeSignInAsync(from, cancellationToken) is { } wait
            ? new LimitTaking(wait, [])
            : await TakeAllAsync([(Codes, user.ToString("N"))], cancellationToken);

    /// <summary>Counts a code that is tried on a device on which the user is known: 10 wrong ones, then one each half hour.</summary>
    public Task<LimitTaking> TakeKnownCodeAsync(string device, Guid user, CancellationToken cancellationToken) =>
        TakeAllAsync([(KnownCodes, $"{device}\n{user:N}")], cancellationToken);

    /// <summary>An attempt was right: it counts no more.</summary>
    public async Task GiveBackAsync(LimitTaking taking, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taking);
        foreach (var (limit, key) in taking.Taken) await store.GiveBackAsync(limit, key, cancellationToken);
    }

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

    // Who has one IPv6 address has a whole /64 of them.
    static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    // Strangers type addresses that are none of our users': only a hash is kept, without regard to case.
    static string KeyOf(RequestLimit limit, string who) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{limit.Name}\n{who.ToUpperInvariant()}")).AsSpan(0, 16));

    // A limit further on that says no gives back what those before it gave: a refusal counts nowhere.
    async Task<LimitTaking> TakeAllAsync(IReadOnlyList<(RequestLimit Limit, string Who)> wanted, CancellationToken cancellationToken)
    {
        List<(RequestLimit Limit, string Key)> taken = [];
        foreach (var (limit, who) in wanted)
        {
            if (await TakeAsync(limit, who, cancellationToken) is { } wait)
            {
                await GiveBackAsync(new LimitTaking(wait, taken), cancellationToken);
                return new LimitTaking(wait, []);
            }

            taken.Add((limit, KeyOf(limit, who)));
        }

        return new LimitTaking(null, taken);
    }

    async Task<TimeSpan?> TakeAsync(RequestLimit limit, string who, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fullAt = await store.TakeAsync(limit, KeyOf(limit, who), now, cancellationToken);
        if (fullAt is not { } whole) return null;
        var wait = whole + limit.Period - now - (limit.Period * limit.AtOnce);
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }
}
