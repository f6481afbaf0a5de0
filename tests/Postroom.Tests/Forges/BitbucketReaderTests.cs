using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Notifications;
using Postroom.Tests.Forges.Support;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Tests.Forges;

public sealed class BitbucketReaderTests
{
    [Theory]
    [InlineData("pr:opened", Kind.Opened)]
    [InlineData("pr:from_ref_updated", Kind.Pushed)]
    [InlineData("pr:modified", Kind.Edited)]
    [InlineData("pr:reviewer:updated", Kind.ReviewersChanged)]
    [InlineData("pr:reviewer:approved", Kind.Approved)]
    [InlineData("pr:reviewer:unapproved", Kind.Unapproved)]
    [InlineData("pr:reviewer:needs_work", Kind.NeedsWork)]
    [InlineData("pr:reviewer:changes_requested", Kind.NeedsWork)]
    [InlineData("pr:merged", Kind.Merged)]
    [InlineData("pr:declined", Kind.Declined)]
    [InlineData("pr:reopened", Kind.Reopened)]
    [InlineData("pr:deleted", Kind.Deleted)]
    public void Each_event_key_has_its_kind(string key, Kind kind) => Assert.Equal(kind, Event(Payloads.Bitbucket(key)).Kind);

    [Theory]
    [InlineData("pr:comment:added", Kind.Commented)]
    [InlineData("pr:comment:edited", Kind.CommentEdited)]
    [InlineData("pr:comment:deleted", Kind.CommentDeleted)]
    public void Each_event_of_a_comment_has_its_kind(string key, Kind kind) => Assert.Equal(kind, Event(Payloads.BitbucketComment(key)).Kind);

    [Theory, InlineData("repo:refs_changed"), InlineData("mirror:repo_synchronized"), InlineData("project:modified"), InlineData("pr:something:new"), InlineData("")]
    public void Any_other_event_is_ignored_with_a_reason(string key) =>
        Assert.NotEmpty(Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.BitbucketServer, Payloads.Bitbucket(key))).Reason.ToString());

    [Theory, InlineData("WIP: x", "x", Kind.ReadyForReview), InlineData("x", "Draft: x", Kind.ConvertedToDraft), InlineData("x", "y", Kind.Edited)]
    public void A_version_without_drafts_has_them_in_the_title(string before, string now, Kind kind) => Assert.Equal(kind, Event(Payloads.Bitbucket("pr:modified", body =>
    {
        body["previousTitle"] = before;
        body["pullRequest"]!["title"] = now;
    })).Kind);

    [Fact]
    public void Everybody_is_named_with_an_address()
    {
        var pullRequest = Event(Payloads.Bitbucket("pr:opened")).PullRequest;

        Assert.Equal(
            (new ForgePerson("ann", "Ann", "ann@example.com"), new ForgePerson("ben", "Ben"), new ForgePerson("cat", "Cat", "cat@example.com")),
            (pullRequest.Author!, pullRequest.Reviewers.Single(), pullRequest.Participants.Single()));
    }

    [Fact]
    public void The_pull_request_is_known_by_project_repository_and_number()
    {
        var pullRequest = Event(Payloads.Bitbucket("pr:opened")).PullRequest;

        Assert.Equal(
            ("bitbucket-server", "TEA", "kettle", 12, "Pour the tea", "tea", "main", "First\nsecond"),
            (pullRequest.Forge, pullRequest.Project, pullRequest.Repository, pullRequest.Number, pullRequest.Title, pullRequest.SourceBranch, pullRequest.TargetBranch, pullRequest.Description));
    }

    [Theory]
    [InlineData("TEA", "https://git.example.com/bb/projects/TEA/repos/kettle/pull-requests/12")]
    [InlineData("~jane", "https://git.example.com/bb/users/jane/repos/kettle/pull-requests/12")]
    public void Without_links_the_address_is_made_from_the_forges_own(string project, string expected)
    {
        var body = Payloads.Bitbucket("pr:opened", body =>
        {
            body["pullRequest"]!.AsObject().Remove("links");
            body["pullRequest"]!["toRef"]!["repository"]!["project"]!["key"] = project;
        });

        var reading = Assert.IsType<ForgeReading.Happened>(Payloads.Read(ForgeKind.BitbucketServer, body, baseUrl: "https://git.example.com/bb/"));

        Assert.Equal(expected, reading.PullRequestEvent.PullRequest.Url!.AbsoluteUri);
    }

    [Fact]
    public void Without_links_or_address_of_the_forge_there_is_no_link() =>
        Assert.Null(Event(Payloads.Bitbucket("pr:opened", body => body["pullRequest"]!.AsObject().Remove("links"))).PullRequest.Url);

    [Fact]
    public void The_time_has_an_offset_without_a_colon() =>
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero), Event(Payloads.Bitbucket("pr:opened")).At);

    [Fact]
    public void A_time_far_in_the_future_is_taken_for_now() =>
        Assert.Equal(Payloads.Received, Event(Payloads.Bitbucket("pr:opened", body => body["date"] = "2036-01-02T04:00:00+0100")).At);

    [Fact]
    public void Another_target_is_a_retarget_with_the_old_one()
    {
        var e = Event(Payloads.Bitbucket("pr:modified", body =>
        {
            body["previousTitle"] = "Pour the tea";
            body["previousTarget"] = Payloads.Json("""{"id": "refs/heads/old", "displayId": "old"}""");
        }));

        Assert.Equal((Kind.Retargeted, "old", null), (e.Kind, e.PreviousTarget, e.PreviousTitle));
    }

    [Fact]
    public void A_new_title_comes_with_the_old_one() =>
        Assert.Equal("Boil the tea", Event(Payloads.Bitbucket("pr:modified", body => body["previousTitle"] = "Boil the tea")).PreviousTitle);

    [Theory, InlineData(false, true, Kind.ConvertedToDraft), InlineData(true, false, Kind.ReadyForReview), InlineData(true, true, Kind.Edited)]
    public void A_change_of_draft_is_told(bool before, bool now, Kind kind) => Assert.Equal(kind, Event(Payloads.Bitbucket("pr:modified", body =>
    {
        body["previousDraft"] = before;
        body["pullRequest"]!["draft"] = now;
    })).Kind);

    [Fact]
    public void A_draft_is_opened_as_one() =>
        Assert.Equal(Kind.OpenedAsDraft, Event(Payloads.Bitbucket("pr:opened", body => body["pullRequest"]!["draft"] = true)).Kind);

    [Fact]
    public void Reviewers_who_came_and_went_are_named()
    {
        var e = Event(Payloads.Bitbucket("pr:reviewer:updated", body =>
        {
            body["addedReviewers"] = Payloads.Json("""[{"name": "dan", "emailAddress": "dan@example.com"}]""");
            body["removedReviewers"] = Payloads.Json("""[{"name": "ben"}]""");
        }));

        Assert.Equal((new ForgePerson("dan", null, "dan@example.com"), "ben"), (e.AddedReviewers.Single(), e.RemovedReviewers.Single().Login));
    }

    [Fact]
    public void Needs_work_taken_back_is_no_approval_taken_back() =>
        Assert.Equal(Kind.Reviewed, Event(Payloads.Bitbucket("pr:reviewer:unapproved", body => body["previousStatus"] = "NEEDS_WORK")).Kind);

    [Fact]
    public void A_comment_under_another_is_a_reply()
    {
        var e = Event(Payloads.BitbucketComment("pr:comment:added", body => body["commentParentId"] = 43));

        Assert.Equal(
            (Kind.Replied, "62", "43", "I am a comment", "https://bitbucket.example.com/projects/TEA/repos/kettle/pull-requests/12/overview?commentId=62"),
            (e.Kind, e.Comment!.Id, e.Comment.ParentId, e.Comment.Text, e.Comment.Url!.AbsoluteUri));
    }

    [Fact]
    public void A_push_has_its_commit() => Assert.Equal("aaaa", Event(Payloads.Bitbucket("pr:from_ref_updated")).Commit);

    [Fact]
    public void A_person_without_an_address_is_still_a_person() =>
        Assert.Equal(new ForgePerson("jane", "Jane Citizen"), Event(Payloads.Bitbucket("pr:opened", body => body["actor"]!.AsObject().Remove("emailAddress"))).Actor);

    [Theory, InlineData("actor", "actor.name"), InlineData("pullRequest", "pullRequest.id")]
    public void What_cannot_be_told_without_is_named(string removed, string missing)
    {
        var reading = Payloads.Read(ForgeKind.BitbucketServer, Payloads.Bitbucket("pr:opened", body => body.Remove(removed)));

        Assert.Equal(new ForgeReason("Missing", missing), Assert.IsType<ForgeReading.Unreadable>(reading).Reason);
    }

    [Fact]
    public void Deleted_users_are_left_out() =>
        Assert.Empty(Event(Payloads.Bitbucket("pr:opened", body => body["pullRequest"]!["reviewers"] = Payloads.Json("""[{"user": null}, {"role": "REVIEWER"}]"""))).PullRequest.Reviewers);

    static PullRequestEvent Event(JsonObject body) => Payloads.EventOf(ForgeKind.BitbucketServer, body);
}
