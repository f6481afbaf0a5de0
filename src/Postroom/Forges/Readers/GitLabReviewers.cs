using Postroom.Notifications;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Forges.Readers;

/// <summary>Reads a change of reviewers, by which GitLab also tells of a review: <c>previous</c> and <c>current</c> with their states.</summary>
static class GitLabReviewers
{
    /// <summary>What the change says; null: nothing that anybody is told.</summary>
    public static Kind? KindOf(Part change, string? actor)
    {
        var (added, removed) = Difference(change);
        if (added.Count > 0 || removed.Count > 0) return Kind.ReviewersChanged;
        var before = change["previous"].Items.FirstOrDefault(person => person["username"].Line == actor)["state"].Word;
        var now = change["current"].Items.FirstOrDefault(person => person["username"].Line == actor)["state"].Word;
        if (now == before) return null;
        return now switch
        {
            "requested_changes" => Kind.NeedsWork,
            "reviewed" => Kind.Reviewed,
            _ => null, // An approval comes as an action of its own.
        };
    }

    /// <summary>Who was asked or assigned, also again, and who was released.</summary>
    public static (List<ForgePerson> Added, List<ForgePerson> Removed) Difference(Part change)
    {
        var (before, now) = (Names(change["previous"]), Names(change["current"]));
        return (
            [.. change["current"].Items.Where(person => person["re_requested"].Flag || !before.Contains(person["username"].Line))
                .Select(GitLabReader.PersonOf).OfType<ForgePerson>()],
            [.. change["previous"].Items.Where(person => !now.Contains(person["username"].Line)).Select(GitLabReader.PersonOf).OfType<ForgePerson>()]);
    }

    static HashSet<string?> Names(Part people) => [.. people.Items.Select(person => person["username"].Line)];
}
