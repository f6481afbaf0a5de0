using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Notifications;
using Postroom.Tests.Forges.Support;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Tests.Forges;

public sealed class BitbucketCloudReaderTests
{
    [Theory]
    [InlineData("created", Kind.Opened)]
    [InlineData("updated", Kind.Edited)]
    [InlineData("approved", Kind.Approved)]
    [InlineData("unapproved", Kind.Unapproved)]
    [InlineData("changes_request_created", Kind.NeedsWork)]
    [InlineData("changes_request_removed", Kind.Reviewed)]
    [InlineData("fulfilled", Kind.Merged)]
    [InlineData("rejected", Kind.Declined)]
    public void Each_event_has_its_kind(string action, Kind kind) => Assert.Equal(kind, Event(action, Payloads.Cloud()).Kind);

    [Theory, InlineData("comment_created", Kind.Commented), InlineData("comment_updated", Kind.CommentEdited), InlineData("comment_deleted", Kind.CommentDeleted)]
    public void So_has_each_event_of_a_comment(string action, Kind kind)
    {
        var e = Event(action, Payloads.CloudComment());

        Assert.Equal((kind, "62", "Looks good", "a.txt", 4), (e.Kind, e.Comment!.Id, e.Comment.Text, e.Comment.File, e.Comment.Line));
    }

    [Fact]
    public void An_answer_names_what_it_answers()
    {
        var e = Event("comment_created", Payloads.CloudComment(body => body["comment"]!["parent"] = new JsonObject { ["id"] = 61 }));

        Assert.Equal((Kind.Replied, "61"), (e.Kind, e.Comment!.ParentId));
    }

    [Fact]
    public void The_pull_request_is_read_whole()
    {
        var pullRequest = Event("created", Payloads.Cloud()).PullRequest;

        Assert.Equal(
            ("bitbucket-cloud", "tea", "kettle", 12, "https://bitbucket.org/tea/kettle/pull-requests/12", "tea", "main", "First"),
            (pullRequest.Forge, pullRequest.Project, pullRequest.Repository, pullRequest.Number, pullRequest.Url!.AbsoluteUri, pullRequest.SourceBranch, pullRequest.TargetBranch, pullRequest.Description));
        Assert.Equal(
            (new ForgePerson("557058:ann", "Ann"), "557058:ben", "557058:cat"),
            (pullRequest.Author, pullRequest.Reviewers.Single().Login, pullRequest.Participants.Single().Login));
    }

    [Theory, InlineData(true, "x", Kind.OpenedAsDraft), InlineData(false, "Draft: x", Kind.Opened), InlineData(null, "Draft: x", Kind.OpenedAsDraft)]
    public void A_draft_is_one_by_its_flag_or_without_that_by_its_title(bool? flag, string title, Kind kind) => Assert.Equal(kind, Event("created", Payloads.Cloud(body =>
    {
        body["pullrequest"]!["title"] = title;
        body["pullrequest"]!["draft"] = flag;
    })).Kind);

    [Fact]
    public void A_verdict_has_its_own_time_or_that_of_its_arrival()
    {
        var timed = Payloads.Cloud(body => body["approval"] = new JsonObject { ["date"] = "2026-01-02T03:01:00+00:00" });

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 1, 0, TimeSpan.Zero), Event("approved", timed).At);
        Assert.Equal(Payloads.Received, Event("approved", Payloads.Cloud()).At);
    }

    [Theory, InlineData("repo:push"), InlineData("pullrequest:comment_resolved"), InlineData("issue:created")]
    public void What_nobody_is_told_of_is_ignored(string key) =>
        Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.BitbucketCloud, Payloads.CloudComment(), key));

    [Theory, InlineData("id", "pullrequest.id"), InlineData("title", "pullrequest.title")]
    public void What_is_missing_is_named(string field, string missing) => Assert.Equal(
        new ForgeReason("Missing", missing),
        Assert.IsType<ForgeReading.Unreadable>(
            Payloads.Read(ForgeKind.BitbucketCloud, Payloads.Cloud(body => body["pullrequest"]!.AsObject().Remove(field)), "pullrequest:created")).Reason);

    static PullRequestEvent Event(string action, JsonObject body) => Payloads.EventOf(ForgeKind.BitbucketCloud, body, "pullrequest:" + action);
}
