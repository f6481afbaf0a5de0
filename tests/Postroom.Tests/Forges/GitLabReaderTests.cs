using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Notifications;
using Postroom.Tests.Forges.Support;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Tests.Forges;

public sealed class GitLabReaderTests
{
    [Theory]
    [InlineData("open", Kind.Opened)]
    [InlineData("close", Kind.Declined)]
    [InlineData("reopen", Kind.Reopened)]
    [InlineData("merge", Kind.Merged)]
    [InlineData("approved", Kind.Approved)]
    [InlineData("approval", Kind.Approved)]
    [InlineData("unapproved", Kind.Unapproved)]
    [InlineData("unapproval", Kind.Unapproved)]
    public void Each_action_has_its_kind(string action, Kind kind) => Assert.Equal(kind, Event(Payloads.GitLab(action)).Kind);

    [Theory]
    [InlineData("""{"title": {"previous": "Boil the tea", "current": "Pour the tea"}}""", Kind.Edited)]
    [InlineData("""{"description": {"previous": "", "current": "First"}}""", Kind.Edited)]
    [InlineData("""{"target_branch": {"previous": "old", "current": "main"}}""", Kind.Retargeted)]
    [InlineData("""{"draft": {"previous": true, "current": false}}""", Kind.ReadyForReview)]
    [InlineData("""{"draft": {"previous": false, "current": true}, "title": {"previous": "x", "current": "Draft: x"}}""", Kind.ConvertedToDraft)]
    [InlineData("""{"reviewers": {"previous": [], "current": [{"username": "ben"}]}}""", Kind.ReviewersChanged)]
    [InlineData("""{"reviewers": {"previous": [{"username": "jane", "state": "unreviewed"}], "current": [{"username": "jane", "state": "requested_changes"}]}}""", Kind.NeedsWork)]
    [InlineData("""{"reviewers": {"previous": [{"username": "jane", "state": "unreviewed"}], "current": [{"username": "jane", "state": "reviewed"}]}}""", Kind.Reviewed)]
    [InlineData("""{"reviewers": {"previous": [{"username": "ben"}], "current": [{"username": "ben", "re_requested": true}]}}""", Kind.ReviewersChanged)]
    public void An_update_is_known_by_what_changed(string changes, Kind kind) =>
        Assert.Equal(kind, Event(Payloads.GitLab("update", body => body["changes"] = Payloads.Json(changes))).Kind);

    [Fact]
    public void An_update_with_an_old_revision_is_a_push()
    {
        var e = Event(Payloads.GitLab("update", body => body["object_attributes"]!["oldrev"] = "cccc"));

        Assert.Equal((Kind.Pushed, "aaaa"), (e.Kind, e.Commit));
    }

    [Theory, InlineData("""{"labels": {"previous": [], "current": []}}"""), InlineData("{}"), InlineData("[]")]
    public void An_update_nobody_is_told_of_is_ignored(string changes) =>
        Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.GitLab, Payloads.GitLab("update", body => body["changes"] = Payloads.Json(changes))));

    [Theory]
    [InlineData("Draft: x", "x", Kind.ReadyForReview), InlineData("WIP: x", "y", Kind.ReadyForReview), InlineData("[WIP] x", "x", Kind.ReadyForReview)]
    [InlineData("x", "(Draft) x", Kind.ConvertedToDraft), InlineData("x", "draft: x", Kind.ConvertedToDraft), InlineData("Draft: x", "WIP: x", Kind.Edited)]
    public void A_draft_is_told_by_its_title_where_no_flag_changed(string before, string now, Kind kind) => Assert.Equal(
        kind,
        Event(Payloads.GitLab("update", body => body["changes"] = new JsonObject { ["title"] = new JsonObject { ["previous"] = before, ["current"] = now } })).Kind);

    [Theory, InlineData("WIP: x", Kind.OpenedAsDraft), InlineData("[Draft] x", Kind.OpenedAsDraft), InlineData("Drafty", Kind.Opened), InlineData("Wipe", Kind.Opened)]
    public void A_draft_is_opened_as_one_by_its_title_where_there_is_no_flag(string title, Kind kind) => Assert.Equal(kind, Event(Payloads.GitLab("open", body =>
    {
        body["object_attributes"]!["title"] = title;
        body["object_attributes"]!.AsObject().Remove("draft");
        body["object_attributes"]!.AsObject().Remove("work_in_progress");
    })).Kind);

    [Fact]
    public void Where_there_is_a_flag_the_title_counts_for_nothing() =>
        Assert.Equal(Kind.Opened, Event(Payloads.GitLab("open", body => body["object_attributes"]!["title"] = "Draft: x")).Kind);

    [Theory, InlineData("approved"), InlineData("unapproved"), InlineData("approval")]
    public void A_verdict_is_of_when_it_came(string action) => Assert.Equal(Payloads.Received, Event(Payloads.GitLab(action)).At);

    [Fact]
    public void A_draft_is_opened_as_one() =>
        Assert.Equal(Kind.OpenedAsDraft, Event(Payloads.GitLab("open", body => body["object_attributes"]!["work_in_progress"] = true)).Kind);

    [Fact]
    public void The_project_is_the_whole_path_of_groups()
    {
        var pullRequest = Event(Payloads.GitLab("open")).PullRequest;

        Assert.Equal(
            ("gitlab", "tea/pots", "kettle", 12, "https://gitlab.example.com/tea/pots/kettle/-/merge_requests/12"),
            (pullRequest.Forge, pullRequest.Project, pullRequest.Repository, pullRequest.Number, pullRequest.Url!.AbsoluteUri));
    }

    [Theory]
    [InlineData("project_12_bot", true), InlineData("group_7_bot_a1b2", true), InlineData("project_bot", false), InlineData("project_12_bottle", false)]
    [InlineData("grouper", false), InlineData("my_project_12_bot", false)]
    public void The_user_of_an_access_token_is_a_program(string login, bool isBot) => Assert.Equal(
        isBot, Event(Payloads.GitLab("open", body => body["user"]!["username"] = login)).Actor.IsBot);

    [Fact]
    public void A_redacted_address_is_none() => Assert.Equal(new ForgePerson("jane", "Jane Citizen"), Event(Payloads.GitLab("open")).Actor);

    [Fact]
    public void The_author_is_found_by_number_among_those_who_are_named() => Assert.Equal("ann", Event(Payloads.GitLab("open")).PullRequest.Author?.Login);

    [Fact]
    public void An_author_whom_nothing_names_is_unknown() =>
        Assert.Null(Event(Payloads.GitLab("open", body => body["object_attributes"]!["author_id"] = 77)).PullRequest.Author);

    [Fact]
    public void A_note_on_a_line_is_a_comment_with_file_and_line()
    {
        var e = Event(Payloads.GitLabNote());

        Assert.Equal(
            (Kind.Commented, "1244", "Looks good", "b.txt", 4, "https://gitlab.example.com/tea/pots/kettle/-/merge_requests/12"),
            (e.Kind, e.Comment!.Id, e.Comment.Text, e.Comment.File, e.Comment.Line, e.PullRequest.Url!.AbsoluteUri));
    }

    [Fact]
    public void A_note_that_was_changed_is_an_edited_comment() =>
        Assert.Equal(Kind.CommentEdited, Event(Payloads.GitLabNote(body => body["object_attributes"]!["action"] = "update")).Kind);

    [Theory, InlineData("noteable_type", "\"Issue\""), InlineData("noteable_type", "\"Commit\""), InlineData("system", "true")]
    public void A_note_elsewhere_or_of_the_system_is_ignored(string field, string value) => Assert.IsType<ForgeReading.Ignored>(
        Payloads.Read(ForgeKind.GitLab, Payloads.GitLabNote(body => body["object_attributes"]![field] = Payloads.Json(value))));

    [Theory, InlineData("push"), InlineData("tag_push"), InlineData("pipeline"), InlineData("issue")]
    public void Any_other_event_is_ignored(string kind) =>
        Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.GitLab, Payloads.GitLab("open", body => body["object_kind"] = kind)));

    [Theory, InlineData("2026-01-02T03:00:00Z"), InlineData("2026-01-02 03:00:00 UTC"), InlineData("2026-01-02T12:00:00+09:00"), InlineData("2026-01-02 03:00:00 +0000")]
    public void A_time_is_read_in_each_form(string time) =>
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero), Event(Payloads.GitLab("open", body => body["object_attributes"]!["updated_at"] = time)).At);

    static PullRequestEvent Event(JsonObject body) => Payloads.EventOf(ForgeKind.GitLab, body);
}
