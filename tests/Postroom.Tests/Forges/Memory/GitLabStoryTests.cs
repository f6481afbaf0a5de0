using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges.Memory;

/// <summary>GitLab leaves people out of most payloads: who is told comes from the payloads before.</summary>
public sealed class GitLabStoryTests : IAsyncLifetime
{
    Story _story = null!;

    public async ValueTask InitializeAsync() => _story = await Story.OfAsync(ForgeKind.GitLab);

    public ValueTask DisposeAsync() => _story.DisposeAsync();

    [Fact]
    public async Task An_author_known_by_number_is_known_by_name_once_they_acted_anywhere()
    {
        await _story.PlayAsync(Push(55, "zoe"), "Push Hook");

        Assert.Equal("zoe Commented as Author", await _story.PlayAsync(Bare(Payloads.GitLabNote(), author: 55)));
    }

    [Fact]
    public async Task An_author_of_a_version_that_sends_users_without_numbers_is_known_by_what_they_opened()
    {
        await _story.PlayAsync(Opened(99, "zoe"));

        Assert.Equal("zoe Commented as Author", await _story.PlayAsync(Bare(Payloads.GitLabNote(), author: 99)));
    }

    [Fact]
    public async Task A_number_beside_an_assignee_is_theirs()
    {
        await _story.PlayAsync(Payloads.GitLab("close", body =>
        {
            body["object_attributes"]!["assignee_id"] = 77;
            body["object_attributes"]!["assignee"] = Payloads.Json("""{"name": "Kim", "username": "kim"}""");
        }));

        var other = Payloads.GitLabNote(body => body["merge_request"]!["iid"] = 13);
        Assert.Equal("kim Commented as Author", await _story.PlayAsync(Bare(other, author: 77)));
    }

    [Fact]
    public async Task The_author_of_another_merge_request_of_theirs_is_known_as_well()
    {
        await _story.PlayAsync(Opened(99, "zoe"));
        var other = Bare(Payloads.GitLabNote(body => body["merge_request"]!["iid"] = 13), author: 99);

        Assert.Equal("zoe Commented as Author", await _story.PlayAsync(other));
    }

    [Fact]
    public async Task An_author_whom_nothing_has_shown_is_said_to_be_unknown()
    {
        await _story.PlayAsync(Bare(Payloads.GitLabNote(), author: 77));

        Assert.Equal(new ForgeReason("AuthorNumber", "77"), await _story.ReasonAsync());
    }

    [Fact]
    public async Task Of_what_no_author_is_told_anyway_nothing_is_said_of_an_unknown_one()
    {
        await _story.PlayAsync(Bare(Payloads.GitLabNote(body => body["object_attributes"]!["action"] = "update"), author: 77));

        Assert.Null(await _story.ReasonAsync());
    }

    [Fact]
    public async Task Reviewers_and_assignees_of_an_earlier_payload_hear_of_a_comment()
    {
        await _story.PlayAsync(Payloads.GitLab("open"));

        Assert.Equal("ann Commented as Author, ben Commented as Reviewer", await _story.PlayAsync(Payloads.GitLabNote()));
    }

    [Fact]
    public async Task A_reviewer_known_by_number_alone_is_found_among_those_who_were_seen()
    {
        await _story.PlayAsync(Push(31, "kim"), "Push Hook");
        var note = Payloads.GitLabNote(body => body["merge_request"]!["reviewer_ids"] = new JsonArray(31));

        Assert.Equal("kim Commented as Reviewer", await _story.PlayAsync(note));
    }

    [Fact]
    public async Task A_reviewer_whom_the_list_of_numbers_leaves_out_is_gone()
    {
        await _story.PlayAsync(Payloads.GitLab("open"));

        var note = Payloads.GitLabNote(body => body["merge_request"]!["reviewer_ids"] = new JsonArray());

        Assert.Equal("ann Commented as Author", await _story.PlayAsync(note));
    }

    [Fact]
    public async Task A_removed_reviewer_hears_no_more()
    {
        await _story.PlayAsync(Payloads.GitLab("open"));
        var removal = await _story.PlayAsync(Payloads.GitLab("update", body =>
        {
            body["changes"] = Payloads.Json("""{"reviewers": {"previous": [{"id": 3, "name": "Ben", "username": "ben"}], "current": []}}""");
            body.Remove("reviewers");
        }));

        Assert.Equal("ann ReviewersChanged as Author, ben ReviewerRemoved as Reviewer", removal);
        Assert.Equal("ann Commented as Author", await _story.PlayAsync(Payloads.GitLabNote()));
    }

    [Fact]
    public async Task Who_commented_hears_of_the_next_comment()
    {
        await _story.PlayAsync(NoteOf("kim", 31, "1"));

        Assert.Equal("kim Commented as Participant", await _story.PlayAsync(Bare(Payloads.GitLabNote(), author: 77)));
    }

    [Fact]
    public async Task Who_approved_hears_of_the_next_commits()
    {
        await _story.PlayAsync(Payloads.GitLab("approved", body => body["user"] = Payloads.Json("""{"id": 31, "name": "Kim", "username": "kim"}""")));
        var push = Payloads.GitLab("update", body => body["object_attributes"]!["oldrev"] = "cccc");

        Assert.Equal("ann Pushed as Author, ben Pushed as Reviewer, kim Pushed as Reviewer", await _story.PlayAsync(push));
    }

    [Theory]
    [InlineData("""{"assignees": {"previous": [], "current": [{"id": 31, "name": "Kim", "username": "kim"}]}}""")]
    [InlineData("""{"assignees": {"previous": [{"id": 2, "username": "ann"}], "current": [{"id": 2, "username": "ann"}, {"id": 31, "username": "kim"}]}}""")]
    public async Task Who_is_assigned_is_told_at_once(string changes)
    {
        var told = await _story.PlayAsync(Payloads.GitLab("update", body => body["changes"] = Payloads.Json(changes)));

        Assert.Equal("kim Assigned as Assignee", told);
    }

    [Fact]
    public async Task Who_is_assigned_where_there_is_one_number_alone_is_told()
    {
        await _story.PlayAsync(Payloads.GitLab("open"));
        var change = Payloads.GitLab("update", body =>
        {
            body["changes"] = Payloads.Json("""{"assignee_id": {"previous": 2, "current": 31}}""");
            body["object_attributes"]!["assignee_id"] = 31;
            body["assignee"] = Payloads.Json("""{"name": "Kim", "username": "kim"}""");
            body.Remove("assignees");
        });

        Assert.Equal("ann Unassigned as Assignee, kim Assigned as Assignee", await _story.PlayAsync(change));
    }

    [Fact]
    public async Task Who_is_no_longer_assigned_is_told()
    {
        var changes = Payloads.Json("""{"assignees": {"previous": [{"id": 31, "username": "kim"}], "current": []}}""");

        Assert.Equal("kim Unassigned as Assignee", await _story.PlayAsync(Payloads.GitLab("update", body => body["changes"] = changes)));
    }

    [Fact]
    public async Task Whom_it_is_assigned_to_as_it_is_opened_is_told_as_well()
    {
        var opened = Payloads.GitLab("open", body => body["assignees"] = Payloads.Json("""[{"id": 31, "name": "Kim", "username": "kim"}]"""));

        Assert.Equal("ben Opened as Reviewer, kim Assigned as Assignee", await _story.PlayAsync(opened));
    }

    static JsonObject Push(int id, string login) => Payloads.Json($$"""
        {"object_kind": "push", "event_name": "push", "user_id": {{id}}, "user_name": "{{login}}", "user_username": "{{login}}",
         "project": {"id": 7, "name": "kettle", "path_with_namespace": "tea/pots/kettle"}, "commits": []}
        """).AsObject();

    static JsonObject Opened(int author, string login) => Payloads.GitLab("open", body =>
    {
        body["user"] = Payloads.Json($$"""{"name": "{{login}}", "username": "{{login}}"}""");
        body["object_attributes"]!["author_id"] = author;
        body.Remove("assignees");
        body.Remove("reviewers");
    });

    static JsonObject NoteOf(string login, int id, string note) => Payloads.GitLabNote(body =>
    {
        body["user"] = Payloads.Json($$"""{"id": {{id}}, "name": "{{login}}", "username": "{{login}}"}""");
        body["object_attributes"]!["id"] = note;
        body["merge_request"]!["author_id"] = 77;
    });

    static JsonObject Bare(JsonObject note, int author)
    {
        note["merge_request"]!["author_id"] = author;
        return note;
    }
}
