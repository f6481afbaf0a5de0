using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges.Memory;

/// <summary>Stories of GitHub, Gitea and Bitbucket: who is told of one event comes from those before it as well.</summary>
public sealed class StoryTests : IAsyncDisposable
{
    Story? _story;

    public ValueTask DisposeAsync() => _story?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory, InlineData("approved"), InlineData("changes_requested")]
    public async Task Who_reviewed_on_GitHub_hears_of_the_fix(string state)
    {
        await OpenAsync(ForgeKind.GitHub);
        await _story!.PlayAsync(Payloads.GitHub("opened"), "pull_request");
        await _story.PlayAsync(Review(state, "kim"), "pull_request_review");

        var told = await _story.PlayAsync(Payloads.GitHub("synchronize", WithoutRequests), "pull_request");

        Assert.Equal("ann Pushed as Author, ben Pushed as Reviewer, kim Pushed as Reviewer", told);
    }

    [Fact]
    public async Task Who_is_released_on_GitHub_hears_no_more_even_after_a_review()
    {
        await OpenAsync(ForgeKind.GitHub);
        await _story!.PlayAsync(Payloads.GitHub("opened"), "pull_request");
        await _story.PlayAsync(Review("approved", "ben"), "pull_request_review");
        await _story.PlayAsync(Requested("review_request_removed", "ben"), "pull_request");

        Assert.Equal("ann Pushed as Author", await _story.PlayAsync(Payloads.GitHub("synchronize", WithoutRequests), "pull_request"));
    }

    [Fact]
    public async Task Who_is_asked_again_is_told_again()
    {
        await OpenAsync(ForgeKind.GitHub);
        await _story!.PlayAsync(Requested("review_request_removed", "ben"), "pull_request");
        await _story.PlayAsync(Requested("review_requested", "ben"), "pull_request");

        Assert.Equal("ann Pushed as Author, ben Pushed as Reviewer", await _story.PlayAsync(Payloads.GitHub("synchronize", WithoutRequests), "pull_request"));
    }

    [Fact]
    public async Task A_label_that_nobody_is_told_of_shows_who_is_concerned()
    {
        await OpenAsync(ForgeKind.GitHub);
        Assert.Equal("", await _story!.PlayAsync(Payloads.GitHub("labeled"), "pull_request"));

        Assert.Equal("ann Commented as Author, ben Commented as Reviewer", await _story.PlayAsync(IssueComment("jane"), "issue_comment"));
    }

    [Fact]
    public async Task Who_commented_hears_the_answer()
    {
        await OpenAsync(ForgeKind.GitHub);
        await _story!.PlayAsync(ReviewComment("kim", 1), "pull_request_review_comment");

        Assert.Equal(
            "ann Replied as Author, ben Replied as Reviewer, kim Replied as Participant",
            await _story.PlayAsync(ReviewComment("jane", 2, answers: 1), "pull_request_review_comment"));
    }

    [Fact]
    public async Task An_answer_to_a_comment_that_was_never_seen_is_said_to_be_one()
    {
        await OpenAsync(ForgeKind.GitHub);
        await _story!.PlayAsync(ReviewComment("jane", 2, answers: 1), "pull_request_review_comment");

        Assert.Equal(new ForgeReason("AnsweredUnknown"), await _story.ReasonAsync());
    }

    [Fact]
    public async Task Whose_only_comment_was_deleted_took_no_part()
    {
        await OpenAsync(ForgeKind.GitHub);
        await _story!.PlayAsync(ReviewComment("kim", 1), "pull_request_review_comment");
        await _story.PlayAsync(ReviewComment("kim", 1, action: "deleted"), "pull_request_review_comment");

        Assert.Equal("ann Commented as Author, ben Commented as Reviewer", await _story.PlayAsync(IssueComment("jane"), "issue_comment"));
    }

    [Theory, InlineData("assigned", "kim Assigned as Assignee"), InlineData("unassigned", "kim Unassigned as Assignee")]
    public async Task Who_is_assigned_on_GitHub_or_no_longer_is_told(string action, string told)
    {
        await OpenAsync(ForgeKind.GitHub);
        var body = Payloads.GitHub(action, body => body["assignee"] = Payloads.Json("""{"login": "kim", "id": 31, "type": "User"}"""));

        Assert.Equal(told, await _story!.PlayAsync(body, "pull_request"));
    }

    [Fact]
    public async Task Who_is_assigned_on_GitHub_hears_of_all_else_until_they_are_not()
    {
        await OpenAsync(ForgeKind.GitHub);
        JsonObject Assigned(string action, string list) => Payloads.GitHub(action, body =>
        {
            body["assignee"] = Payloads.Json("""{"login": "kim", "id": 31, "type": "User"}""");
            body["pull_request"]!["assignees"] = Payloads.Json(list);
        });
        await _story!.PlayAsync(Assigned("assigned", """[{"login": "kim", "id": 31}]"""), "pull_request");
        var meanwhile = await _story.PlayAsync(ReviewComment("jane", 2), "pull_request_review_comment");
        await _story.PlayAsync(Assigned("unassigned", "[]"), "pull_request");

        Assert.Equal("ann Commented as Author, ben Commented as Reviewer, kim Commented as Assignee", meanwhile);
        Assert.Equal("ann Commented as Author, ben Commented as Reviewer", await _story.PlayAsync(ReviewComment("jane", 3), "pull_request_review_comment"));
    }

    [Fact]
    public async Task Gitea_tells_of_assignees_by_what_was_before()
    {
        await OpenAsync(ForgeKind.Gitea);
        JsonObject Assigned(string action, string list) => Payloads.Gitea(action, body => body["pull_request"]!["assignees"] = Payloads.Json(list));
        await _story!.PlayAsync(Assigned("opened", """[{"id": 4, "login": "cat"}]"""), "pull_request");

        Assert.Equal("dan Assigned as Assignee", await _story.PlayAsync(Assigned("assigned", """[{"id": 4, "login": "cat"}, {"id": 5, "login": "dan"}]"""), "pull_request_assign"));
        Assert.Equal("cat Unassigned as Assignee", await _story.PlayAsync(Assigned("unassigned", """[{"id": 5, "login": "dan"}]"""), "pull_request_assign"));
    }

    [Fact]
    public async Task Who_commented_on_Gitea_hears_what_is_said_after()
    {
        await OpenAsync(ForgeKind.Gitea);
        await _story!.PlayAsync(Payloads.GiteaComment("created", body =>
        {
            body["comment"]!["user"] = Payloads.Json("""{"id": 31, "login": "kim"}""");
            body["sender"] = Payloads.Json("""{"id": 31, "login": "kim"}""");
        }), "issue_comment");

        Assert.Equal(
            "ann Commented as Author, kim Commented as Participant",
            await _story.PlayAsync(Payloads.GiteaComment("created", body => body["comment"]!["id"] = 46), "issue_comment"));
    }

    [Fact]
    public async Task A_reviewer_whom_Bitbucket_lists_no_more_is_gone()
    {
        await OpenAsync(ForgeKind.BitbucketServer);
        await _story!.PlayAsync(Payloads.Bitbucket("pr:opened"));

        Assert.Equal(
            "ann Merged as Author, cat Merged as Participant",
            await _story.PlayAsync(Payloads.Bitbucket("pr:merged", body => body["pullRequest"]!["reviewers"] = new JsonArray())));
    }

    [Fact]
    public async Task A_deleted_pull_request_has_no_page_and_is_forgotten()
    {
        await OpenAsync(ForgeKind.BitbucketServer);
        await _story!.PlayAsync(Payloads.BitbucketComment("pr:comment:added"));

        Assert.Contains("ben Deleted as Reviewer", await _story.PlayAsync(Payloads.Bitbucket("pr:deleted")), StringComparison.Ordinal);
        Assert.Null(_story.Last.PullRequest.Url);
        var root = Postroom.Notifications.ThreadNames.Of(_story.Last.PullRequest).Root;
        Assert.Empty((await _story.Store.Memory.RecallAsync("source", root, [], TestContext.Current.CancellationToken)).Memory.Roles);
    }

    [Fact]
    public async Task A_program_that_commented_is_not_told()
    {
        await OpenAsync(ForgeKind.GitHub);
        await _story!.PlayAsync(ReviewComment("robot", 1, type: "Bot"), "pull_request_review_comment");

        Assert.Equal("ann Commented as Author, ben Commented as Reviewer", await _story.PlayAsync(ReviewComment("jane", 2), "pull_request_review_comment"));
    }

    async Task OpenAsync(ForgeKind kind) => _story = await Story.OfAsync(kind);

    static JsonObject User(string login, string type = "User") =>
        Payloads.Json($$"""{"login": "{{login}}", "id": {{IdOf(login)}}, "type": "{{type}}"}""").AsObject();

    static int IdOf(string login) => login switch { "jane" => 1, "ann" => 2, "ben" => 3, "kim" => 31, _ => 99 };

    static void WithoutRequests(JsonObject body) => body["pull_request"]!["requested_reviewers"] = new JsonArray();

    static JsonObject Requested(string action, string login) => Payloads.GitHub(action, body =>
    {
        body["requested_reviewer"] = Payloads.Json($$"""{"login": "{{login}}", "id": 3, "type": "User"}""");
        WithoutRequests(body);
    });

    static JsonObject Review(string state, string login) => Payloads.GitHub("submitted", body =>
    {
        body["review"] = Payloads.Json($$"""{"id": 5, "state": "{{state}}", "body": null, "submitted_at": "2026-01-02T03:00:00Z"}""");
        body["review"]!["user"] = User(login);
        body["sender"] = User(login);
        WithoutRequests(body);
    });

    static JsonObject ReviewComment(string login, int id, int? answers = null, string action = "created", string type = "User") => Payloads.GitHub(action, body =>
    {
        body["comment"] = Payloads.Json($$"""{"id": {{id}}, "body": "Hm", "created_at": "2026-01-02T03:00:00Z"}""");
        body["comment"]!["user"] = User(login, type);
        if (answers is not null) body["comment"]!["in_reply_to_id"] = answers;
        body["sender"] = User(login, type);
        body["pull_request"]!.AsObject().Remove("assignees");
    });

    static JsonObject IssueComment(string login) => Payloads.GitHub("created", body =>
    {
        body["issue"] = Payloads.Json("""{"number": 12, "title": "Pour the tea", "user": {"login": "ann", "id": 2}, "pull_request": {"html_url": "https://github.com/tea/kettle/pull/12"}}""");
        body["comment"] = Payloads.Json("""{"id": 9, "body": "Hm", "created_at": "2026-01-02T03:00:00Z"}""");
        body["comment"]!["user"] = User(login);
        body["sender"] = User(login);
        body.Remove("pull_request");
    });
}
