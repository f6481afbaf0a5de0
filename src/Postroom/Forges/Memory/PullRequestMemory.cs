namespace Postroom.Forges.Memory;

/// <summary>What is remembered of the people of one pull request. Bounded; what was confirmed last stays.</summary>
public sealed record PullRequestMemory
{
    /// <summary>The most roles kept.</summary>
    public const int MostRoles = 300;

    /// <summary>The most comments kept.</summary>
    public const int MostComments = 500;

    /// <summary>Nothing is remembered.</summary>
    public static PullRequestMemory Empty { get; } = new();

    /// <summary>Who is or was what.</summary>
    public IReadOnlyList<RememberedRole> Roles { get => field ?? []; init; } = [];

    /// <summary>Who wrote what, in the order in which it was first seen.</summary>
    public IReadOnlyList<RememberedComment> Comments { get => field ?? []; init; } = [];

    /// <summary>How it was last; null: nobody needs to know.</summary>
    public SeenState? State { get; init; }

    /// <summary>When <see cref="State"/> was seen.</summary>
    public DateTimeOffset StateAt { get; init; }

    /// <summary>Who has a role now.</summary>
    public IEnumerable<ForgeIdentity> Having(PullRequestRole role) =>
        Roles.Where(known => known.Role == role && !known.IsGone).Select(known => known.Who);

    /// <summary>Everybody of whom anything is remembered.</summary>
    public IEnumerable<ForgeIdentity> Everybody => Roles.Select(known => known.Who)
        .Concat(Comments.Select(comment => comment.Author));

    /// <summary>The memory after a payload. What a later payload said stands against it.</summary>
    public PullRequestMemory With(Sighting seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (seen.IsDeleted) return Empty;
        var roles = Roles.ToList();
        var gone = roles.Where(known => !known.IsGone && seen.Complete.Contains(known.Role) && IsLeftOut(known, seen));
        foreach (var known in gone.ToList()) Release(roles, known.Role, known.Who, seen.At);

        foreach (var removed in seen.Removed) Release(roles, removed.Role, removed.Who, seen.At);
        foreach (var present in seen.Present) Put(roles, present.Role, present.Who, seen.At, isGone: false);
        var comments = Comments.ToList();
        if (seen.Comment is { } comment) Comment(roles, comments, comment, seen.At);
        var isNewer = seen.State is not null && StateAt <= seen.At;
        return new PullRequestMemory
        {
            State = isNewer ? seen.State : State,
            StateAt = isNewer ? seen.At : StateAt,
            Roles =
            [
                .. roles.OrderBy(known => known.IsGone).ThenBy(known => known.Role != PullRequestRole.Author)
                    .ThenByDescending(known => known.ConfirmedAt).Take(MostRoles).OrderBy(known => known.Role),
            ],
            Comments = [.. comments.TakeLast(MostComments)],
        };
    }

    // Of a list of numbers alone nobody can say whether it has somebody who is known by the login alone.
    static bool IsLeftOut(RememberedRole known, Sighting seen) => !seen.Present.Any(present =>
        present.Role == known.Role
        && (present.Who.IsSameAs(known.Who) || (present.Who.Login is null && known.Who.Id is null)));

    // Who is released from a review is no reviewer any more, whether they reviewed before or not.
    static void Release(List<RememberedRole> roles, PullRequestRole role, ForgeIdentity who, DateTimeOffset at)
    {
        Put(roles, role, who, at, isGone: true);
        if (role == PullRequestRole.Asked && roles.Exists(
            known => known.Role == PullRequestRole.Reviewed && known.Who.IsSameAs(who)))
        {
            Put(roles, PullRequestRole.Reviewed, who, at, isGone: true);
        }
    }

    static void Put(List<RememberedRole> roles, PullRequestRole role, ForgeIdentity who, DateTimeOffset at, bool isGone)
    {
        // A pull request has one author, whoever was taken for it before.
        var place = roles.FindIndex(known => known.Role == role
            && (role == PullRequestRole.Author || known.Who.IsSameAs(who)));
        if (place < 0)
        {
            roles.Add(new RememberedRole(role, who, at, isGone));
            return;
        }

        var before = roles[place];
        if (before.ConfirmedAt > at) return;
        roles[place] = new RememberedRole(role, before.Who.IsSameAs(who) ? who.FilledFrom(before.Who) : who, at,
            isGone);
    }

    static void Comment(List<RememberedRole> roles, List<RememberedComment> comments, SeenComment seen,
        DateTimeOffset at)
    {
        var place = comments.FindIndex(known => known.Id == seen.Id);
        if (!seen.IsDeleted)
        {
            var comment = new RememberedComment(seen.Id, seen.Discussion, seen.Author, at);
            if (place < 0) comments.Add(comment);
            else comments[place] = comment with { Discussion = seen.Discussion ?? comments[place].Discussion };
            Put(roles, PullRequestRole.Commenter, seen.Author, at, isGone: false);
            return;
        }

        if (place >= 0) comments.RemoveAt(place);
        if (!comments.Exists(known => known.Author.IsSameAs(seen.Author)))
        {
            Put(roles, PullRequestRole.Commenter, seen.Author, at, isGone: true);
        }
    }
}

/// <summary>Somebody in a role, as it was last confirmed.</summary>
/// <param name="Role">The role.</param>
/// <param name="Who">Who.</param>
/// <param name="ConfirmedAt">When a payload last said so.</param>
/// <param name="IsGone">Whether it said that they have the role no longer.</param>
public sealed record RememberedRole(PullRequestRole Role, ForgeIdentity Who, DateTimeOffset ConfirmedAt,
    bool IsGone = false);

/// <summary>Who wrote a comment.</summary>
/// <param name="Id">See <see cref="Notifications.PullRequestComment.Id"/>.</param>
/// <param name="Discussion">See <see cref="Notifications.PullRequestComment.Discussion"/>.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="ConfirmedAt">When a payload last said so.</param>
public sealed record RememberedComment(string Id, string? Discussion, ForgeIdentity Author, DateTimeOffset ConfirmedAt);
