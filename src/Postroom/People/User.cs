namespace Postroom.People;

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

    /// <summary>Whether the user can sign in. The default value is <see cref="UserState.Active"/>.</summary>
    public UserState State { get; init; } = UserState.Active;

    /// <summary>Changes with the password, address, rights, state and second factor; every older session ends with it. 128 random bits, hex.</summary>
    public required string Stamp { get; init; }

    /// <summary>The language of pages and mail, <c>en</c> or <c>ja</c>; null: the browser's, and the product's for mail.</summary>
    public string? Language { get; init; }

    /// <summary>The IANA time zone, such as <c>Asia/Tokyo</c>; null: the browser's, and UTC in mail.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The protected secret of the second factor (RFC 6238); null: it is off.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>When the user was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The address alone: no hash, stamp or secret.</summary>
    public override string ToString() => Email;
}

/// <summary>What a user may do.</summary>
public enum UserRole
{
    /// <summary>Only the user's own pages, such as the account.</summary>
    Member = 0,

    /// <summary>Look.</summary>
    Viewer = 1,

    /// <summary>Look, retry, cancel, release.</summary>
    Operator = 2,

    /// <summary>Everything.</summary>
    Administrator = 3,
}

/// <summary>Whether a user can sign in.</summary>
public enum UserState
{
    /// <summary>Not yet: no password was set.</summary>
    Invited = 0,

    /// <summary>Yes.</summary>
    Active = 1,

    /// <summary>No more, until an administrator says so.</summary>
    Deactivated = 2,
}
