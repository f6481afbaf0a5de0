namespace Postroom.People;

/// <summary>Keeps the people who may sign in to the console.</summary>
public interface IUserStore
{
    /// <summary>Whether there is none yet, so that set-up is open.</summary>
    Task<bool> IsEmptyAsync(CancellationToken cancellationToken);

    /// <summary>Adds a user; false when the e-mail address is taken. With <paramref name="onlyIfFirst"/> also false, in the same transaction, when anybody exists.</summary>
    Task<bool> AddAsync(User user, bool onlyIfFirst, CancellationToken cancellationToken);

    /// <summary>Finds by e-mail address without regard to case; null: unknown.</summary>
    Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>Finds by id; null: unknown.</summary>
    Task<User?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a user whose <see cref="User.Stamp"/> is still <paramref name="stamp"/>. False, and nothing is changed, when
    /// it is not, when the address is another's, and when nobody would be left who is an active administrator.
    /// </summary>
    Task<bool> UpdateAsync(User user, string stamp, CancellationToken cancellationToken);

    /// <summary>All users by name.</summary>
    Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The users that are searched for, by name and address.</summary>
    Task<IReadOnlyList<User>> SearchAsync(UserSearch search, CancellationToken cancellationToken);

    /// <summary>Takes a step of 30 s of the second factor for ever; false when it, or a later one, was taken before.</summary>
    Task<bool> TakeTotpStepAsync(Guid id, long counter, CancellationToken cancellationToken);

    /// <summary>Replaces the recovery codes by others.</summary>
    /// <param name="id">The user.</param>
    /// <param name="sha256">SHA-256 of each code in lower-case hex; empty: none are left.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task SetRecoveryCodesAsync(Guid id, IReadOnlyList<string> sha256, CancellationToken cancellationToken);

    /// <summary>Burns a recovery code; false when there is none such.</summary>
    Task<bool> BurnRecoveryCodeAsync(Guid id, string sha256, CancellationToken cancellationToken);

    /// <summary>How many recovery codes are left.</summary>
    Task<int> CountRecoveryCodesAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>Which users are wanted.</summary>
/// <param name="Text">Part of the name or address, without regard to case in ASCII; null: any.</param>
/// <param name="State">The state; null: any.</param>
/// <param name="After">The last one of the page before; null: from the first.</param>
/// <param name="Limit">The most that are answered.</param>
public sealed record UserSearch(string? Text, UserState? State, User? After, int Limit);
