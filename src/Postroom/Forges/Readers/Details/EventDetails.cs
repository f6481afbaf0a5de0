using Postroom.Notifications;

namespace Postroom.Forges.Readers.Details;

/// <summary>
/// Adds what a payload says beyond who did what: the commits of a push, the lines a comment is about, tasks and
/// approvals.
/// </summary>
static class EventDetails
{
    /// <summary>The event with its details.</summary>
    public static PullRequestEvent AddTo(PullRequestEvent e, ForgeKind kind, Part body) => kind switch
    {
        ForgeKind.BitbucketServer => Bitbucket(e, body),
        ForgeKind.GitHub => GitHub(e, body),
        ForgeKind.GitLab => GitLab(e, body),
        ForgeKind.BitbucketCloud => Cloud(e, body),
        ForgeKind.Gitea => e with { Comment = WithHunk(e.Comment, body["comment"]["diff_hunk"]) },
        _ => e,
    };

    static PullRequestEvent Bitbucket(PullRequestEvent e, Part body)
    {
        var comment = body["comment"];
        CommentTask? task = comment["severity"].Word != "BLOCKER" ? null
            : comment["state"].Word == "RESOLVED" ? CommentTask.Done
            : CommentTask.Open;
        var reviewers = body["pullRequest"]["reviewers"].Items.ToList();
        var approved = reviewers.Count(reviewer => reviewer["approved"].Flag || reviewer["status"].Word == "APPROVED");
        var approvals = reviewers.Count > 0 ? new ApprovalCount(approved, reviewers.Count) : null;
        return e with
        {
            PreviousCommit = e.Kind == PullRequestEventKind.Pushed ? body["previousFromHash"].Id : null,
            Comment = e.Comment is { } said ? said with { Task = task } : null,
            PullRequest = e.PullRequest with { Approvals = approvals },
        };
    }

    static PullRequestEvent Cloud(PullRequestEvent e, Part body)
    {
        var reviewers = body["pullrequest"]["participants"].Items.Where(one => one["role"].Word == "REVIEWER").ToList();
        var approved = reviewers.Count(reviewer => reviewer["approved"].Flag);
        return reviewers.Count == 0
            ? e
            : e with { PullRequest = e.PullRequest with { Approvals = new ApprovalCount(approved, reviewers.Count) } };
    }

    static PullRequestEvent GitHub(PullRequestEvent e, Part body) => e with
    {
        PreviousCommit = e.Kind == PullRequestEventKind.Pushed ? body["before"].Id : null,
        Comment = WithHunk(e.Comment, body["comment"]["diff_hunk"]),
    };

    static PullRequestEvent GitLab(PullRequestEvent e, Part body)
    {
        var attributes = body["object_attributes"];
        var isPush = e.Kind == PullRequestEventKind.Pushed;
        return e with
        {
            PreviousCommit = isPush ? attributes["oldrev"].Id : null,
            Commits = isPush && CommitOf(attributes["last_commit"]) is { } commit ? [commit] : [],
            Comment = WithHunk(e.Comment, attributes["st_diff"]["diff"]),
        };
    }

    static PullRequestCommit? CommitOf(Part commit) => commit["id"].Id is not { } id ? null
        : new PullRequestCommit(
            id, commit["title"].Line ?? ForgeText.Line(commit["message"].Block?.Split('\n')[0]) ?? "");

    static PullRequestComment? WithHunk(PullRequestComment? comment, Part diff) =>
        comment is null || diff.Block is not { } text
        ? comment
        : comment with { Hunk = HunkExcerpt.Of(text, comment.Line) };
}
