using System.Text.Json.Nodes;

namespace Postroom.Notifications.Digests;

/// <summary>
/// Turns what happened into the values letters are written from, the same for one event and for each of several.
/// </summary>
static class EventModel
{
    const int MostCommits = 20;
    const int ShortHash = 10; // As much as tells commits of a large repository apart, and as forges show.

    /// <summary>The values of an event.</summary>
    public static JsonObject Of(DigestItem item)
    {
        var e = item.Event;
        var model = new JsonObject
        {
            ["kind"] = NoticeKinds.NameOf(item.Kind),
            ["actor"] = e.Actor.Called,
            ["isMergeRequest"] = e.PullRequest.IsMergeRequest,
            ["addedReviewers"] = NamesOf(e.AddedReviewers),
            ["removedReviewers"] = NamesOf(e.RemovedReviewers),
            ["previousTitle"] = e.PreviousTitle,
            ["previousTarget"] = e.PreviousTarget,
        };
        if (CommentOf(item) is { } comment) model["comment"] = comment;
        if (item.Kind == NoticeKind.Pushed) AddPush(model, e);
        if (item.Kind == NoticeKind.Edited && e.PreviousText is { } before)
            model["descriptionChange"] = LineDifference.Between(before, e.PullRequest.Description ?? "");
        return model;
    }

    /// <summary>The values of a pull request.</summary>
    public static JsonObject Of(PullRequest pullRequest) => new()
    {
        ["number"] = pullRequest.Number,
        ["title"] = pullRequest.Title,
        ["project"] = pullRequest.Project,
        ["repository"] = pullRequest.Repository,
        ["url"] = pullRequest.Url?.AbsoluteUri,
        ["sourceBranch"] = pullRequest.SourceBranch,
        ["targetBranch"] = pullRequest.TargetBranch,
        ["author"] = pullRequest.Author?.Called,
        ["isDraft"] = pullRequest.IsDraft,
        ["isMergeRequest"] = pullRequest.IsMergeRequest,
        ["description"] = pullRequest.Description,
        ["approvals"] = pullRequest.Approvals is { Wanted: > 0 } approvals
            ? new JsonObject { ["given"] = approvals.Given, ["wanted"] = approvals.Wanted }
            : null,
    };

    static void AddPush(JsonObject model, PullRequestEvent e)
    {
        var commits = new JsonArray();
        foreach (var commit in e.Commits.TakeLast(MostCommits))
        {
            var hash = commit.Id[..Math.Min(commit.Id.Length, ShortHash)];
            commits.Add(new JsonObject { ["hash"] = hash, ["title"] = commit.Title });
        }

        model["commits"] = commits;
        model["moreCommits"] = e.Commits.Count - commits.Count;
        model["compareUrl"] = CompareLink.Of(e)?.AbsoluteUri;
    }

    static JsonObject? CommentOf(DigestItem item) => item.Event.Comment is not { } comment ? null : new JsonObject
    {
        ["author"] = comment.Author.Called,
        ["text"] = comment.Text,
        ["file"] = comment.File,
        ["line"] = comment.Line,
        ["hunk"] = comment.Hunk,
        ["isTask"] = comment.Task is not null,
        ["isDone"] = comment.Task == CommentTask.Done,
        ["url"] = comment.Url?.AbsoluteUri,
        ["parentText"] = item.ParentText,
    };

    static JsonArray NamesOf(IEnumerable<ForgePerson> people) => [.. people.Select(person => (JsonNode)person.Called)];
}
