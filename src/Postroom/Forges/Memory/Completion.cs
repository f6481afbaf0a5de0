using Postroom.Notifications;

namespace Postroom.Forges.Memory;

/// <summary>Completes an event by what is remembered of its pull request. Pure functions.</summary>
public static class Completion
{
    /// <summary>
    /// The event with the author, reviewers, assignees and participants that its payload leaves out, and what is still
    /// not known.
    /// </summary>
    /// <param name="e">The event as its payload has it.</param>
    /// <param name="seen">What the payload shows of people.</param>
    /// <param name="recalled">What is remembered from before.</param>
    public static CompletedEvent Of(PullRequestEvent e, Sighting seen, Recollection recalled)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(recalled);
        // What is told of the end of a pull request is told to those who were there.
        var memory = recalled.Memory.With(seen with { IsDeleted = false });
        var people = new KnownPeople(e, seen, recalled);
        e = UnsaidChange.Of(e, seen, recalled.Memory, people);
        var unknown = new List<string>();
        List<ForgePerson> Having(params PullRequestRole[] roles) => people.Of(roles.SelectMany(memory.Having), unknown);

        var authors = Having(PullRequestRole.Author);
        var assignees = Having(PullRequestRole.Assignee);
        var (added, removed) = ChangeOf(e, people.Of(recalled.Memory.Having(PullRequestRole.Assignee), []), assignees);
        var completed = e with
        {
            PullRequest = e.PullRequest with
            {
                // There is no page any more.
                Url = e.Kind == PullRequestEventKind.Deleted ? null : e.PullRequest.Url,
                Author = authors.FirstOrDefault() ?? e.PullRequest.Author,
                Reviewers = Having(PullRequestRole.Asked, PullRequestRole.Reviewed),
                Assignees = assignees,
                Participants = [.. people.Of(Answered(e, memory), unknown)
                    .Concat(Having(PullRequestRole.Participant, PullRequestRole.Commenter)).DistinctBy(Key)],
            },
            AddedAssignees = added,
            RemovedAssignees = removed,
        };
        var authorId = memory.Having(PullRequestRole.Author).FirstOrDefault()?.Id;
        return new CompletedEvent(completed, completed.PullRequest.Author is null ? authorId ?? "" : null,
            [.. unknown.Where(id => id != authorId).Distinct()])
        {
            IsAnsweredUnknown = e is { Kind: PullRequestEventKind.Replied, Comment.ParentId: { } parent }
                && !memory.Comments.Any(known => known.Id == parent),
        };
    }

    // Who wrote what is answered, and everybody in its discussion.
    static IEnumerable<ForgeIdentity> Answered(PullRequestEvent e, PullRequestMemory memory) =>
        e.Comment is not { } comment ? [] : memory.Comments
        .Where(known => known.Id == comment.ParentId
            || (comment.Discussion is not null && known.Discussion == comment.Discussion))
        .Select(known => known.Author);

    // Gitea says that assignees changed, and who is assigned now, but not who was before.
    static (IReadOnlyList<ForgePerson> Added, IReadOnlyList<ForgePerson> Removed) ChangeOf(
        PullRequestEvent e, List<ForgePerson> were, List<ForgePerson> are) =>
        e.Kind != PullRequestEventKind.AssigneesChanged || e.AddedAssignees.Count + e.RemovedAssignees.Count > 0
            ? (e.AddedAssignees, e.RemovedAssignees)
            : ([.. are.ExceptBy(were.Select(Key), Key)], [.. were.ExceptBy(are.Select(Key), Key)]);

    static string Key(ForgePerson person) => person.Login.ToUpperInvariant();
}

/// <summary>An event with all that is known of its people.</summary>
/// <param name="Event">The event.</param>
/// <param name="UnknownAuthor">The number of an author whose login is unknown, empty where not even that is known;
/// null: the author is known.</param>
/// <param name="UnknownPeople">The numbers of others whose logins are unknown.</param>
public sealed record CompletedEvent(PullRequestEvent Event, string? UnknownAuthor, IReadOnlyList<string> UnknownPeople)
{
    /// <summary>
    /// Whether it answers a comment whose author nobody knows, as it was written before the forge was listened to.
    /// </summary>
    public bool IsAnsweredUnknown { get; init; }
}
