namespace Postroom.People.Sessions;

/// <summary>
/// Keeps sessions. What replaces a user's <see cref="User.Stamp"/> ends all sessions of the user in the same transaction, and a
/// session of another stamp is never found, so that no node can let one outlive the change.
/// </summary>
public interface ISessionStore
{
    /// <summary>Adds a session; the longest unused ones of the user beyond <paramref name="most"/> end.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sha256">SHA-256 of its key in lower-case hex.</param>
    /// <param name="stamp">The user's stamp when the user was let in.</param>
    /// <param name="most">The most sessions of one user.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>False, and nothing is added, when the user has another stamp by now or is not active.</returns>
    Task<bool> AddAsync(UserSession session, string sha256, string stamp, int most, CancellationToken cancellationToken);

    /// <summary>Finds a session by its key and the user as it is now; null: it has ended, ran out or never was.</summary>
    Task<SignedInUser?> FindAsync(string sha256, SessionWindow window, CancellationToken cancellationToken);

    /// <summary>Says that a session was used.</summary>
    Task TouchAsync(Guid userId, Guid id, DateTimeOffset now, string? address, CancellationToken cancellationToken);

    /// <summary>The sessions of a user that have not run out, the last used first.</summary>
    Task<IReadOnlyList<UserSession>> ListAsync(Guid userId, SessionWindow window, CancellationToken cancellationToken);

    /// <summary>Ends one session of a user; false when there is none such.</summary>
    Task<bool> EndAsync(Guid userId, Guid id, CancellationToken cancellationToken);

    /// <summary>Removes sessions that have run out, at most so many; returns how many.</summary>
    Task<int> SweepAsync(SessionWindow window, int most, CancellationToken cancellationToken);
}
