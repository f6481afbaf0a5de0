using Postroom.Notifications;

namespace Postroom.Forges.Memory;

/// <summary>
/// Tells what an update changed where the forge says only that there was one, by what was remembered of the pull
/// request.
/// </summary>
static class UnsaidChange
{
    /// <summary>The event as what it was; as an edit, where nothing is remembered to compare it with.</summary>
    public static PullRequestEvent Of(PullRequestEvent e, Sighting seen, PullRequestMemory before, KnownPeople people)
    {
        var isUnsaid = e.Kind == PullRequestEventKind.Edited && seen.IsUnsaid;
        if (!isUnsaid || seen.State is not { } now || before.State is not { } was) return e;
        var asked = people.Of(before.Having(PullRequestRole.Asked), []);
        var (added, removed) = (Without(e.PullRequest.Reviewers, asked), Without(asked, e.PullRequest.Reviewers));
        if (added.Count + removed.Count > 0) return Told(PullRequestEventKind.ReviewersChanged);
        if (now.Commit != was.Commit)
        {
            return Told(PullRequestEventKind.Pushed) with { Commit = now.Commit, PreviousCommit = was.Commit };
        }

        if (now.Target != was.Target) return Told(PullRequestEventKind.Retargeted) with { PreviousTarget = was.Target };
        if (now.IsDraft && !was.IsDraft) return Told(PullRequestEventKind.ConvertedToDraft);
        if (was.IsDraft && !now.IsDraft) return Told(PullRequestEventKind.ReadyForReview);
        return e with { PreviousTitle = now.Title == was.Title ? null : was.Title };

        PullRequestEvent Told(PullRequestEventKind kind) =>
            e with { Kind = kind, AddedReviewers = added, RemovedReviewers = removed };
    }

    static List<ForgePerson> Without(IReadOnlyList<ForgePerson> people, IReadOnlyList<ForgePerson> others) =>
        [.. people.ExceptBy(others.Select(person => person.Login.ToUpperInvariant()),
            person => person.Login.ToUpperInvariant())];
}
