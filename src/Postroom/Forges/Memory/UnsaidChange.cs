using Postroom.Notifications;

namespace Postroom.Forges.Memory;

/// <summary>Tells what an update changed where the forge says only that there was one, by what was remembered of the pull request.</summary>
static class UnsaidChange
{
    /// <summary>The event as what it was; as an edit, where nothing is remembered to compare it with.</summary>
    public static PullRequestEvent Of(PullRequestEvent e, Sighting seen, PullRequestMemory before, KnownPeople people)
    {
        if (e.Kind != PullRequestEventKind.Edited || !seen.IsUnsaid || seen.State is not { } now || before.State is not { } was) return e;
        var asked = people.Of(before.Having(PullRequestRole.Asked), []);
        var (added, removed) = (Without(e.PullRequest.Reviewers, asked), Without(asked, e.PullRequest.Reviewers));
        if (added.Count + removed.Count > 0)
            return e with { Kind = PullRequestEventKind.ReviewersChanged, AddedReviewers = added, RemovedReviewers = removed };
        if (now.Commit != was.Commit) return e with { Kind = PullRequestEventKind.Pushed, Commit = now.Commit, PreviousCommit = was.Commit };
        if (now.Target != was.Target) return e with { Kind = PullRequestEventKind.Retargeted, PreviousTarget = was.Target };
        if (now.IsDraft != was.IsDraft)
            return e with { Kind = now.IsDraft ? PullRequestEventKind.ConvertedToDraft : PullRequestEventKind.ReadyForReview };
        return e with { PreviousTitle = now.Title == was.Title ? null : was.Title };
    }

    static List<ForgePerson> Without(IReadOnlyList<ForgePerson> people, IReadOnlyList<ForgePerson> others) =>
        [.. people.ExceptBy(others.Select(person => person.Login.ToUpperInvariant()), person => person.Login.ToUpperInvariant())];
}
