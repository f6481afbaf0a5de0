using Postroom.Forges;
using Postroom.Notifications;
using Postroom.Tests.Forges.Support;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Tests.Forges;

/// <summary>What the official examples do not show.</summary>
public sealed class GitHubReaderTests
{
    [Theory]
    [InlineData("auto_merge_enabled", Kind.AutoMergeRequested)]
    [InlineData("auto_merge_disabled", Kind.AutoMergeCancelled)]
    [InlineData("review_requested", Kind.ReviewersChanged)]
    public void Each_action_has_its_kind(string action, Kind kind) =>
        Assert.Equal(kind, Payloads.EventOf(ForgeKind.GitHub, Payloads.GitHub(action), "pull_request").Kind);

    [Theory]
    [InlineData("""{"title": {"from": "Boil the tea"}}""", Kind.Edited)]
    [InlineData("""{"body": {"from": ""}}""", Kind.Edited)]
    [InlineData("""{"base": {"ref": {"from": "old"}, "sha": {"from": "cccc"}}}""", Kind.Retargeted)]
    public void An_edit_is_known_by_what_changed(string changes, Kind kind) => Assert.Equal(
        kind, Payloads.EventOf(ForgeKind.GitHub, Payloads.GitHub("edited", body => body["changes"] = Payloads.Json(changes)), "pull_request").Kind);

    [Theory, InlineData("CI_FAILURE", true), InlineData("MERGE_CONFLICT", true), InlineData("MANUAL", false), InlineData("MERGE", false)]
    public void A_queue_that_lets_go_because_of_a_failure_is_told(string reason, bool isTold) => Assert.Equal(
        isTold, Payloads.Read(ForgeKind.GitHub, Payloads.GitHub("dequeued", body => body["reason"] = reason), "pull_request") is ForgeReading.Happened { PullRequestEvent.Kind: Kind.AutoMergeFailed });

    [Theory, InlineData("approved", Kind.Approved), InlineData("changes_requested", Kind.NeedsWork), InlineData("commented", Kind.Reviewed)]
    public void A_review_has_the_kind_of_its_state(string state, Kind kind)
    {
        var body = Payloads.GitHub("submitted", body => body["review"] = Payloads.Json($$$"""{"id": 5, "state": "{{{state}}}", "body": "Fine", "user": {"login": "jane"}}"""));

        var e = Payloads.EventOf(ForgeKind.GitHub, body, "pull_request_review");

        Assert.Equal((kind, "pullrequestreview-5", "Fine"), (e.Kind, e.Comment!.Id, e.Comment.Text));
    }

    [Fact]
    public void An_answer_to_a_review_comment_is_a_reply()
    {
        var body = Payloads.GitHub("created", body => body["comment"] = Payloads.Json("""{"id": 6, "in_reply_to_id": 5, "body": "Yes", "path": "a.txt", "line": null, "original_line": 3, "user": {"login": "jane"}}"""));

        var e = Payloads.EventOf(ForgeKind.GitHub, body, "pull_request_review_comment");

        Assert.Equal((Kind.Replied, "discussion_r6", "discussion_r5", "a.txt", 3), (e.Kind, e.Comment!.Id, e.Comment.ParentId, e.Comment.File, e.Comment.Line));
    }

    [Fact]
    public void A_comment_of_the_conversation_has_the_page_of_the_pull_request()
    {
        var body = Payloads.GitHub("created", body =>
        {
            body.Remove("pull_request");
            body["issue"] = Payloads.Json("""{"number": 12, "title": "Pour the tea", "html_url": "https://github.com/tea/kettle/issues/12", "user": {"login": "ann"}, "pull_request": {"html_url": "https://github.com/tea/kettle/pull/12"}}""");
            body["comment"] = Payloads.Json("""{"id": 6, "body": "Yes", "html_url": "https://github.com/tea/kettle/pull/12#issuecomment-6", "user": {"login": "jane"}, "created_at": "2026-01-02T03:00:00Z"}""");
        });

        var e = Payloads.EventOf(ForgeKind.GitHub, body, "issue_comment");

        Assert.Equal((Kind.Commented, "https://github.com/tea/kettle/pull/12", "issuecomment-6"), (e.Kind, e.PullRequest.Url!.AbsoluteUri, e.Comment!.Id));
    }

    [Fact]
    public void A_team_is_asked_under_the_name_of_its_organization() => Assert.Equal(
        new ForgePerson("tea/makers", "Makers"),
        Payloads.EventOf(ForgeKind.GitHub, Payloads.GitHub("review_requested", body => body["requested_team"] = Payloads.Json("""{"name": "Makers", "slug": "makers"}""")), "pull_request").AddedReviewers.Single());

    [Fact]
    public void A_program_is_known_for_one() =>
        Assert.True(Payloads.EventOf(ForgeKind.GitHub, Payloads.GitHub("opened", body => body["sender"]!["type"] = "Bot"), "pull_request").Actor.IsBot);

    [Fact]
    public void A_push_has_its_commit() =>
        Assert.Equal("dddd", Payloads.EventOf(ForgeKind.GitHub, Payloads.GitHub("synchronize", body => body["after"] = "dddd"), "pull_request").Commit);
}
