using System.Net;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.Sessions;

/// <summary>
/// Begins, finds and ends sessions. Each is a row that is read anew for every request, so that an end holds at once on every
/// node and a copied cookie is worth nothing after it.
/// </summary>
public sealed class UserSessions(ISessionStore store, IUserStore users, PeopleSettingsStore settings, IAuditLog audit, TimeProvider time)
{
    /// <summary>How long a session lasts without use.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>The most sessions of one user; the longest unused one makes room.</summary>
    public const int Most = 50;

    /// <summary>The most that is kept of what a browser says it is.</summary>
    public const int LongestUserAgent = 300;

    // Each use would be a write; a minute is exact enough for 12 hours and for people.
    static readonly TimeSpan TouchEach = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session.</summary>
    /// <param name="user">The user, who was let in.</param>
    /// <param name="from">Where from; null: unknown.</param>
    /// <param name="userAgent">What the browser says it is.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>The key for the browser to keep; null: the user was changed since, and is not let in.</returns>
    public async Task<string?> BeginAsync(User user, IPAddress? from, string userAgent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = time.GetUtcNow();
        var key = LinkToken.New();
        var session = new UserSession
        {
            Id = Guid.CreateVersion7(now),
            UserId = user.Id,
            StartedAt = now,
            SeenAt = now,
            Address = RequestOrigin.TextOf(from),
            UserAgent = Printable(userAgent),
        };
        return await store.AddAsync(session, key.Sha256, user.Stamp, Most, cancellationToken) ? key.Text : null;
    }

    /// <summary>Finds who is signed in by this key, and says that the session is in use; null: nobody.</summary>
    public async Task<SignedInUser?> FindAsync(string? key, IPAddress? from, CancellationToken cancellationToken)
    {
        if (!LinkToken.IsOne(key)) return null;
        if (await store.FindAsync(LinkToken.HashOf(key!), await WindowAsync(cancellationToken), cancellationToken) is not { } found) return null;
        var (now, address) = (time.GetUtcNow(), RequestOrigin.TextOf(from));
        if (now - found.Session.SeenAt >= TouchEach || found.Session.Address != address) await TouchAsync(found.Session, now, address, cancellationToken);
        return found;
    }

    /// <summary>The sessions of a user, the last used first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await store.ListAsync(userId, await WindowAsync(cancellationToken), cancellationToken);

    /// <summary>Signs a user out of the session at hand.</summary>
    public Task<bool> SignOutAsync(User user, Guid id, CancellationToken cancellationToken) => EndAsync(user, id, "user.signed-out", cancellationToken);

    /// <summary>Ends one of a user's sessions from another; false: it has ended already.</summary>
    public Task<bool> EndAsync(User user, Guid id, CancellationToken cancellationToken) => EndAsync(user, id, "user.session-ended", cancellationToken);

    /// <summary>Ends the session that a browser had before it began another.</summary>
    internal Task LeaveAsync(Guid userId, Guid id, CancellationToken cancellationToken) => store.EndAsync(userId, id, cancellationToken);

    /// <summary>Ends all sessions of a user, forgets the known devices and ends sign-ins that are half done.</summary>
    /// <returns>False: the user was changed at the same time, or is gone.</returns>
    public async Task<bool> EndAllAsync(Guid userId, string actor, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(userId, cancellationToken) is not { } user) return false;
        if (!await users.UpdateAsync(user with { Stamp = SessionStamp.New() }, user.Stamp, cancellationToken)) return false;
        await audit.AddAsync(new AuditEntry(time.GetUtcNow(), actor, "user.signed-out-everywhere", user.Email, null), CancellationToken.None);
        return true;
    }

    /// <summary>Removes a few sessions that have run out; returns how many.</summary>
    internal async Task<int> SweepAsync(int most, CancellationToken cancellationToken) =>
        await store.SweepAsync(await WindowAsync(cancellationToken), most, cancellationToken);

    static string Printable(string text) =>
        new([.. text.Take(LongestUserAgent).Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))]);

    async Task<bool> EndAsync(User user, Guid id, string action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (!await store.EndAsync(user.Id, id, cancellationToken)) return false;
        await audit.AddAsync(new AuditEntry(time.GetUtcNow(), user.Email, action, user.Email, null), CancellationToken.None);
        return true;
    }

    async Task TouchAsync(UserSession session, DateTimeOffset now, string? address, CancellationToken cancellationToken)
    {
        try
        {
            await store.TouchAsync(session.UserId, session.Id, now, address, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // A disk that takes nothing signs nobody out: the session was read, and lasts without this for twelve hours.
        }
    }

    async Task<SessionWindow> WindowAsync(CancellationToken cancellationToken)
    {
        var (rules, _) = await settings.ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        return new SessionWindow(now - Idle, now - TimeSpan.FromDays(rules.SessionDays));
    }
}
