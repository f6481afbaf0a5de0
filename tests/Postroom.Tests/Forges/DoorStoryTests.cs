using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Mail.Mime;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>Stories through the door, the inbox and the digest to letters: who is told of the end comes from the beginning.</summary>
public sealed class DoorStoryTests(LetterDoor door) : IClassFixture<LetterDoor>
{
    [Fact]
    public async Task Who_reviewed_once_on_GitHub_gets_a_letter_about_the_fix()
    {
        await StartAsync("fix", ForgeKind.GitHub);
        await PostAsync("fix", Payloads.GitHub("submitted", body =>
        {
            body["review"] = Payloads.Json("""{"id": 5, "state": "changes_requested", "body": "Hm", "submitted_at": "2026-01-02T03:00:00Z"}""");
            body["review"]!["user"] = Payloads.Json("""{"login": "kim", "id": 31, "type": "User"}""");
            body["sender"] = Payloads.Json("""{"login": "kim", "id": 31, "type": "User"}""");
            body["pull_request"]!["requested_reviewers"] = new JsonArray();
        }), "pull_request_review");
        await door.LettersAsync(afterMinutes: 60);

        await PostAsync("fix", Payloads.GitHub("synchronize", body => body["pull_request"]!["requested_reviewers"] = new JsonArray()), "pull_request");

        Assert.Equal(["ann", "kim"], await WhoIsToldAsync());
    }

    [Fact]
    public async Task Whom_it_is_assigned_to_on_GitHub_gets_a_letter_at_once()
    {
        await StartAsync("assigned", ForgeKind.GitHub);

        await PostAsync("assigned", Payloads.GitHub("assigned", body => body["assignee"] = Payloads.Json("""{"login": "kim", "id": 31, "type": "User"}""")), "pull_request");

        var letter = Assert.Single(await door.LettersAsync());
        Assert.Equal("kim", NameOf(letter));
        Assert.Contains("assigned the pull request to you", letter.Text, StringComparison.Ordinal);
        Assert.Contains("because the pull request is assigned to you", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dismissed_review_is_told_as_that_of_its_reviewer()
    {
        await StartAsync("dismissed", ForgeKind.GitHub);

        await PostAsync("dismissed", Payloads.GitHub("dismissed", body =>
        {
            body["review"] = Payloads.Json("""{"id": 5, "state": "dismissed", "body": "Hm"}""");
            body["review"]!["user"] = Payloads.Json("""{"login": "kim", "id": 31, "type": "User"}""");
        }), "pull_request_review");

        var letters = await door.LettersAsync(afterMinutes: 60);
        Assert.Equal(["ann", "ben", "kim"], letters.Select(NameOf).Order());
        Assert.All(letters, letter => Assert.Contains("jane dismissed kim's review", letter.Text, StringComparison.Ordinal));
        Assert.All(letters, letter => Assert.DoesNotContain("mark good", letter.Html, StringComparison.Ordinal));
        Assert.All(letters, letter => Assert.DoesNotContain("mark bad", letter.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_author_GitLab_sends_as_a_number_gets_a_letter_once_they_were_seen()
    {
        await StartAsync("number", ForgeKind.GitLab);
        await PostAsync("number", Payloads.Json("""{"object_kind": "push", "user_id": 77, "user_name": "Kim", "user_username": "kim", "commits": []}""").AsObject(), "Push Hook");

        await PostAsync("number", Payloads.GitLabNote(body => body["merge_request"]!["author_id"] = 77), "Note Hook");

        Assert.Equal(["kim"], await WhoIsToldAsync());
    }

    async Task StartAsync(string forge, ForgeKind kind)
    {
        await door.AddForgeAsync(forge, kind);
        foreach (var login in new[] { "jane", "ann", "ben", "kim" }) await door.AddPersonAsync(login);
    }

    async Task PostAsync(string forge, JsonObject body, string name) => await door.PostAsync(
        forge, forge == "number" ? ForgeKind.GitLab : ForgeKind.GitHub, Payloads.Bytes(body), name);

    async Task<IReadOnlyList<string>> WhoIsToldAsync() => [.. (await door.LettersAsync(afterMinutes: 60)).Select(NameOf).Order()];

    static string NameOf(ReadMessage letter) => letter.To.Mailboxes.Single().DisplayName!;
}
