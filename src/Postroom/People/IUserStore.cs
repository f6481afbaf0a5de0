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

    /// <summary>Replaces a user whose <see cref="User.Stamp"/> is still <paramref name="stamp"/>; false when it is not.</summary>
    Task<bool> UpdateAsync(User user, string stamp, CancellationToken cancellationToken);

    /// <summary>All users by name.</summary>
    Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A person who may sign in.</summary>
public sealed record User
{
    /// <summary>Names the user for ever.</summary>
    public required Guid Id { get; init; }

    /// <summary>The e-mail address, which is the login.</summary>
    public required string Email { get; init; }

    /// <summary>The name shown.</summary>
    public required string Name { get; init; }

    /// <summary>ASP.NET Core Identity's hash; null: no password was set yet.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>What the user may do.</summary>
    public required UserRole Role { get; init; }

    /// <summary>Changes with the password and rights, and ends older sessions: 128 random bits, hex.</summary>
    public required string Stamp { get; init; }

    /// <summary>The language of the console, <c>en</c> or <c>ja</c>; null: the browser's.</summary>
    public string? Language { get; init; }

    /// <summary>Failed sign-ins in a row.</summary>
    public int FailedSignIns { get; init; }

    /// <summary>Sign-in is refused until then; null: it is not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the user was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a user may do.</summary>
public enum UserRole
{
    /// <summary>Look.</summary>
    Viewer = 0,

    /// <summary>Look, retry, cancel, release.</summary>
    Operator = 1,

    /// <summary>Everything.</summary>
    Administrator = 2,
}
