using Postroom.Forges;
using Postroom.Tests.Forges.Support;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Tests.Forges;

public sealed class GiteaReaderTests
{
    [Theory]
    [InlineData("pull_request", "opened", Kind.Opened)]
    [InlineData("pull_request", "closed", Kind.Declined)]
    [InlineData("pull_request", "reopened", Kind.Reopened)]
    [InlineData("pull_request", "edited", Kind.Edited)]
    [InlineData("pull_request_sync", "synchronized", Kind.Pushed)]
    [InlineData("pull_request", "synchronized", Kind.Pushed)]
    [InlineData("pull_request_review_request", "review_requested", Kind.ReviewersChanged)]
    [InlineData("pull_request_review_request", "review_request_removed", Kind.ReviewersChanged)]
    public void Each_action_has_its_kind(string name, string action, Kind kind) =>
        Assert.Equal(kind, Payloads.EventOf(ForgeKind.Gitea, Payloads.Gitea(action), name).Kind);

    [Theory]
    [InlineData("pull_request_review_approved", Kind.Approved)]
    [InlineData("pull_request_approved", Kind.Approved)]
    [InlineData("pull_request_review_rejected", Kind.NeedsWork)]
    [InlineData("pull_request_rejected", Kind.NeedsWork)]
    [InlineData("pull_request_review_comment", Kind.Reviewed)]
    [InlineData("pull_request_comment", Kind.Reviewed)]
    public void A_review_is_known_by_its_event(string name, Kind kind)
    {
        var body = Payloads.Gitea("reviewed", body => body["review"] = Payloads.Json($$$"""{"type": "{{{name}}}", "content": "Well done"}"""));

        var e = Payloads.EventOf(ForgeKind.Gitea, body, name);

        Assert.Equal((kind, "Well done", "review-delivery"), (e.Kind, e.Comment!.Text, e.Comment.Id));
    }

    [Theory]
    [InlineData("issue_comment", "created", Kind.Commented)]
    [InlineData("pull_request_comment", "created", Kind.Commented)]
    [InlineData("issue_comment", "edited", Kind.CommentEdited)]
    [InlineData("issue_comment", "deleted", Kind.CommentDeleted)]
    public void A_comment_is_told(string name, string action, Kind kind)
    {
        var e = Payloads.EventOf(ForgeKind.Gitea, Payloads.GiteaComment(action), name);

        Assert.Equal((kind, "45", "Looks good", 12, "https://gitea.example.com/tea/kettle/pulls/12"), (e.Kind, e.Comment!.Id, e.Comment.Text, e.PullRequest.Number, e.PullRequest.Url!.AbsoluteUri));
    }

    [Fact]
    public void A_comment_on_an_issue_is_ignored() => Assert.IsType<ForgeReading.Ignored>(Payloads.Read(
        ForgeKind.Gitea,
        Payloads.GiteaComment("created", body =>
        {
            body["is_pull"] = false;
            body["issue"]!["pull_request"] = null;
        }),
        "issue_comment"));

    [Theory]
    [InlineData("pull_request_label", "label_updated")]
    [InlineData("pull_request", "label_cleared"), InlineData("pull_request_milestone", "milestoned"), InlineData("pull_request", "demilestoned")]
    [InlineData("push", ""), InlineData("issues", "opened"), InlineData("release", "published")]
    public void What_nobody_is_told_of_is_ignored(string name, string action) =>
        Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.Gitea, Payloads.Gitea(action), name));

    [Fact]
    public void A_pull_request_closed_by_its_merge_is_merged() => Assert.Equal(
        Kind.Merged, Payloads.EventOf(ForgeKind.Gitea, Payloads.Gitea("closed", body => body["pull_request"]!["merged"] = true), "pull_request").Kind);

    [Theory]
    [InlineData("WIP: Pour the tea", "Pour the tea", Kind.ReadyForReview)]
    [InlineData("Pour the tea", "[WIP] Pour the tea", Kind.ConvertedToDraft)]
    [InlineData("WIP: a", "WIP: b", Kind.Edited)]
    public void A_title_that_begins_with_wip_is_a_draft(string before, string now, Kind kind) => Assert.Equal(kind, Payloads.EventOf(
        ForgeKind.Gitea,
        Payloads.Gitea("edited", body =>
        {
            body["changes"] = new System.Text.Json.Nodes.JsonObject { ["title"] = new System.Text.Json.Nodes.JsonObject { ["from"] = before } };
            body["pull_request"]!["title"] = now;
        }),
        "pull_request").Kind);

    [Fact]
    public void Another_target_comes_with_the_old_one()
    {
        var e = Payloads.EventOf(ForgeKind.Gitea, Payloads.Gitea("edited", body => body["changes"] = Payloads.Json("""{"ref": {"from": "old"}}""")), "pull_request");

        Assert.Equal((Kind.Retargeted, "old"), (e.Kind, e.PreviousTarget));
    }

    [Fact]
    public void The_branches_of_Gogs_stand_beside_the_pull_request() => Assert.Equal(("tea", "main"), Branches(Payloads.Gitea("opened", body =>
    {
        var part = body["pull_request"]!.AsObject();
        part.Remove("head");
        part.Remove("base");
        (part["head_branch"], part["base_branch"]) = ("tea", "main");
    })));

    [Fact]
    public void A_verdict_is_of_when_it_came() => Assert.Equal(
        Payloads.Received,
        Payloads.EventOf(ForgeKind.Gitea, Payloads.Gitea("reviewed", body => body["review"] = Payloads.Json("""{"type": "pull_request_review_approved", "content": ""}""")), "pull_request_approved").At);

    [Fact]
    public void The_language_of_a_person_is_known() =>
        Assert.Equal(("ja-JP", "en-US"), Languages(Payloads.EventOf(ForgeKind.Gitea, Payloads.Gitea("opened"), "pull_request").PullRequest));

    [Fact]
    public void An_address_of_no_reply_is_none() =>
        Assert.Null(Payloads.EventOf(ForgeKind.Gitea, Payloads.Gitea("opened"), "pull_request").PullRequest.Assignees.Single().Email);

    [Fact]
    public void Who_was_asked_to_review_is_named()
    {
        var body = Payloads.Gitea("review_requested", body => body["requested_reviewer"] = Payloads.Json("""{"login": "dan", "email": "dan@example.com"}"""));

        Assert.Equal("dan@example.com", Payloads.EventOf(ForgeKind.Gitea, body, "pull_request_review_request").AddedReviewers.Single().Email);
    }

    static (string?, string?) Languages(Postroom.Notifications.PullRequest pullRequest) => (pullRequest.Author!.Language, pullRequest.Reviewers.Single().Language);

    static (string?, string?) Branches(System.Text.Json.Nodes.JsonObject body)
    {
        var pullRequest = Payloads.EventOf(ForgeKind.Gitea, body, "pull_request").PullRequest;
        return (pullRequest.SourceBranch, pullRequest.TargetBranch);
    }
}
