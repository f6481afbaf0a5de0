using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges.Memory;

/// <summary>Bitbucket Cloud says that something changed and not what: that comes from the payload before.</summary>
public sealed class CloudStoryTests : IAsyncLifetime
{
    const string Updated = "pullrequest:updated";

    Story _story = null!;

    public async ValueTask InitializeAsync() => _story = await Story.OfAsync(ForgeKind.BitbucketCloud);

    public ValueTask DisposeAsync() => _story.DisposeAsync();

    [Fact]
    public async Task An_update_with_another_commit_is_a_push() =>
        Assert.Equal("557058:ann Pushed as Author, 557058:ben Pushed as Reviewer, 557058:cat Pushed as Participant", await AfterAsync(part => part["source"]!["commit"]!["hash"] = "cccc"));

    [Fact]
    public async Task An_update_with_another_target_is_a_change_of_it()
    {
        var told = await AfterAsync(part => part["destination"]!["branch"]!["name"] = "next");

        Assert.Equal(("557058:ann Retargeted as Author", "main"), (told.Split(", ")[0], _story.Last.PreviousTarget));
    }

    [Fact]
    public async Task An_update_with_another_title_is_an_edit_from_the_one_before()
    {
        var told = await AfterAsync(part => part["title"] = "Pour the coffee");

        Assert.Equal(("557058:ann Edited as Author", "Pour the tea"), (told.Split(", ")[0], _story.Last.PreviousTitle));
    }

    [Fact]
    public async Task An_update_of_the_draft_flag_is_told_as_that() =>
        Assert.StartsWith("557058:ann ConvertedToDraft", await AfterAsync(part => part["draft"] = true), StringComparison.Ordinal);

    [Fact]
    public async Task An_update_of_reviewers_tells_who_came_and_who_left()
    {
        var told = await AfterAsync(part => part["reviewers"] = Payloads.Json("""[{"type": "user", "uuid": "{5}", "account_id": "557058:dan", "display_name": "Dan"}]"""));

        Assert.Equal("557058:ann ReviewersChanged as Author, 557058:ben ReviewerRemoved as Reviewer, 557058:dan ReviewerAdded as Reviewer", told);
    }

    [Fact]
    public async Task The_first_that_is_heard_of_a_pull_request_is_an_edit() =>
        Assert.StartsWith("557058:ann Edited", await _story.PlayAsync(Payloads.Cloud(), Updated), StringComparison.Ordinal);

    async Task<string> AfterAsync(Action<JsonNode> change)
    {
        await _story.PlayAsync(Payloads.CloudComment(), "pullrequest:comment_created");
        return await _story.PlayAsync(Payloads.Cloud(body => change(body["pullrequest"]!)), Updated);
    }
}
