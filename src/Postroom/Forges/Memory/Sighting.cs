namespace Postroom.Forges.Memory;

/// <summary>
/// What one payload shows of people and of what they are to a pull request, whether anybody is told of it or not.
/// </summary>
public sealed record Sighting
{
    /// <summary>The most people taken from one payload.</summary>
    public const int MostPeople = 500;

    /// <summary>The source whose people they are.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// When the payload came. What came later counts; an event that is processed once more does not undo it.
    /// </summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Everybody of whom the payload has both number and login.</summary>
    public IReadOnlyList<ForgeIdentity> People { get; init; } = [];

    /// <summary>See <see cref="Notifications.ThreadNames.Root"/>; null: it is about no pull request.</summary>
    public string? Root { get; init; }

    /// <summary>Who is what.</summary>
    public IReadOnlyList<SeenRole> Present { get; init; } = [];

    /// <summary>Who is what no longer.</summary>
    public IReadOnlyList<SeenRole> Removed { get; init; } = [];

    /// <summary>The roles of which <see cref="Present"/> has everybody: who is not among them is gone.</summary>
    public IReadOnlyList<PullRequestRole> Complete { get; init; } = [];

    /// <summary>The comment it brings or takes away; null: none.</summary>
    public SeenComment? Comment { get; init; }

    /// <summary>How the pull request is now; null: not needed, as the forge's updates say what they changed.</summary>
    public SeenState? State { get; init; }

    /// <summary>Whether an edit may be any change, of which the forge says only that it was one.</summary>
    public bool IsUnsaid { get; init; }

    /// <summary>Whether the pull request is gone, and what was remembered of it with it.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsEmpty => People.Count == 0 && Root is null;
}

/// <summary>Somebody in a role.</summary>
/// <param name="Role">The role.</param>
/// <param name="Who">Who.</param>
public sealed record SeenRole(PullRequestRole Role, ForgeIdentity Who);

/// <summary>How a pull request is, to tell what the next update changed.</summary>
/// <param name="Commit">The newest commit of the source branch; null: the payload does not say.</param>
/// <param name="Title">Its title.</param>
/// <param name="Target">The target branch; null: the payload does not say.</param>
/// <param name="IsDraft">Whether it is a draft.</param>
public sealed record SeenState(string? Commit, string Title, string? Target, bool IsDraft);

/// <summary>A comment in a payload.</summary>
/// <param name="Id">See <see cref="Notifications.PullRequestComment.Id"/>.</param>
/// <param name="Discussion">See <see cref="Notifications.PullRequestComment.Discussion"/>.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="IsDeleted">Whether it is gone.</param>
public sealed record SeenComment(string Id, string? Discussion, ForgeIdentity Author, bool IsDeleted);
