namespace Postroom.People.Sessions;

/// <summary>A browser that is signed in, as it is kept: never its key.</summary>
public sealed record UserSession
{
    /// <summary>Names the session in lists; opens nothing.</summary>
    public required Guid Id { get; init; }

    /// <summary>The user who is signed in.</summary>
    public required Guid UserId { get; init; }

    /// <summary>When it began. The absolute limit counts from here.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used, to the minute. The sliding limit counts from here.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The IP address it was last used from; null: unknown.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser says it is, at most <see cref="UserSessions.LongestUserAgent"/> characters.</summary>
    public string UserAgent { get; init; } = "";
}

/// <summary>A user and the session by which the user is signed in.</summary>
/// <param name="User">The user as it is now.</param>
/// <param name="Session">The session.</param>
public sealed record SignedInUser(User User, UserSession Session);

/// <summary>Which sessions have not run out.</summary>
/// <param name="SeenAfter">Those that were used after this.</param>
/// <param name="StartedAfter">And that began after this.</param>
public sealed record SessionWindow(DateTimeOffset SeenAfter, DateTimeOffset StartedAfter);
