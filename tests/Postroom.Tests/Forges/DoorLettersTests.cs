using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postroom.Forges;
using Postroom.Mail.Mime;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>From the door of a forge to the letter, for what one payload alone does not show.</summary>
public sealed class DoorLettersTests(LetterDoor door) : IClassFixture<LetterDoor>
{
    const string Hostile = "Pour the tea\r\nBcc: eve@example.com\r\n\r\n\u202Eexe.fdp\u2066 🍵 <script>alert(1)</script> <b>**bold**</b>";

    [Fact]
    public async Task A_note_in_a_discussion_that_was_seen_is_an_answer_that_quotes_the_first()
    {
        await StartAsync("gitlab-reply", ForgeKind.GitLab);
        await NoteAsync("gitlab-reply", 1, "Why so hot?", discussion: "d1");
        await door.LettersAsync(afterMinutes: 10);

        await NoteAsync("gitlab-reply", 2, "It is tea.", discussion: "d1");

        var letter = Assert.Single(await door.LettersAsync(afterMinutes: 10));
        Assert.Contains("Jane Citizen replied to a comment", letter.Text, StringComparison.Ordinal);
        Assert.Matches("(?s)> Why so hot\\?.*It is tea\\.", letter.Text!);
    }

    [Theory, InlineData("other", null), InlineData("types", "DiscussionNote")]
    public async Task A_note_in_a_discussion_that_was_not_seen_is_a_comment(string forge, string? type)
    {
        await StartAsync(forge, ForgeKind.GitLab);
        await NoteAsync(forge, 1, "Why so hot?", discussion: "d1");

        await NoteAsync(forge, 2, "Which pot?", discussion: "d2", type);

        Assert.DoesNotContain("answered", Assert.Single(await door.LettersAsync(afterMinutes: 10)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_note_of_GitLab_calls_who_is_new_in_it_once()
    {
        await StartAsync("gitlab-edit", ForgeKind.GitLab);
        await NoteAsync("gitlab-edit", 1, "Look, @ann", discussion: "d1");
        await door.LettersAsync(afterMinutes: 10);
        await NoteAsync("gitlab-edit", 1, "Look, @ann and @ben", discussion: "d1", action: "update");
        var called = await door.LettersAsync();

        await NoteAsync("gitlab-edit", 1, "Please look, @ann and @Ben", discussion: "d1", action: "update");

        Assert.Equal(("ben", "mentioned"), (WhoOf(Assert.Single(called)), called[0].Text!.Contains("Jane Citizen mentioned you", StringComparison.Ordinal) ? "mentioned" : called[0].Text));
        Assert.Empty(await door.LettersAsync());
    }

    [Fact]
    public async Task An_edited_note_that_was_never_seen_calls_nobody()
    {
        await StartAsync("gitlab-late", ForgeKind.GitLab);

        await NoteAsync("gitlab-late", 1, "Look, @ann and @ben", discussion: "d1", action: "update");

        Assert.Empty(await door.LettersAsync());
    }

    public static TheoryData<ForgeKind, string> Edits => new()
    {
        { ForgeKind.GitHub, "description" }, { ForgeKind.GitHub, "comment" }, { ForgeKind.Gitea, "description" }, { ForgeKind.Gitea, "comment" },
        { ForgeKind.BitbucketServer, "description" }, { ForgeKind.BitbucketServer, "comment" }, { ForgeKind.GitLab, "description" },
    };

    [Theory, MemberData(nameof(Edits))]
    public async Task An_edit_calls_who_is_new_in_the_text_at_once_and_nobody_else(ForgeKind kind, string what)
    {
        var forge = $"edit-{kind.Word()}-{what}";
        await StartAsync(forge, kind);
        var (body, name) = EditOf(kind, what);

        await door.PostAsync(forge, kind, Payloads.Bytes(body), name);

        Assert.Equal("wes", WhoOf(Assert.Single(await door.LettersAsync())));
    }

    [Fact]
    public async Task A_person_of_Gitea_is_written_to_in_the_language_of_the_payload()
    {
        await StartAsync("gitea-ja", ForgeKind.Gitea);

        await door.PostAsync("gitea-ja", ForgeKind.Gitea, Payloads.Bytes(Payloads.Gitea("closed", body =>
        {
            body["repository"]!["name"] = "pot";
            body["pull_request"]!["user"] = Payloads.Json("""{"id": 8, "login": "yuki", "email": "yuki@example.com", "language": "ja-JP"}""");
        })), "pull_request");

        var letter = (await door.LettersAsync(afterMinutes: 10)).Single(letter => letter.To.ToString().Contains("yuki@", StringComparison.Ordinal));
        Assert.Contains("このメールは、あなたが作成したプルリクエストについてお送りしています。", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_address_is_listed_and_the_others_are_told()
    {
        await StartAsync("no-address", ForgeKind.Gitea);

        await door.PostAsync("no-address", ForgeKind.Gitea, Payloads.Bytes(Payloads.Gitea("closed", body =>
            body["pull_request"]!["requested_reviewers"] = Payloads.Json("""[{"login": "nemo", "email": "nemo@noreply.example.com"}]"""))), "pull_request");

        Assert.Equal(["ann"], (await door.LettersAsync(afterMinutes: 10)).Select(WhoOf));
        Assert.Contains((await door.NotSentAsync("no-address")), notice => (notice.Login, notice.Reason) == ("nemo", NotSentReason.NoAddress));
    }

    // GitHub sends null for a user who is gone, Bitbucket leaves out the address, Gitea sends its ghost.
    [Theory]
    [InlineData(ForgeKind.GitHub, "pull_request.user", "null"), InlineData(ForgeKind.GitHub, "pull_request.requested_reviewers", "[null]")]
    [InlineData(ForgeKind.Gitea, "pull_request.user", "{\"id\": -1, \"login\": \"Ghost\", \"email\": \"\"}"), InlineData(ForgeKind.Gitea, "pull_request.requested_reviewers", "[null]")]
    [InlineData(ForgeKind.BitbucketServer, "pullRequest.author", "{\"user\": {\"name\": \"gone\", \"active\": false}, \"role\": \"AUTHOR\"}"), InlineData(ForgeKind.BitbucketServer, "pullRequest.reviewers", "[{\"user\": null}]")]
    [InlineData(ForgeKind.GitLab, "reviewers", "[null]"), InlineData(ForgeKind.GitLab, "object_attributes.author_id", "null")]
    public async Task A_deleted_user_does_not_keep_the_others_from_being_told(ForgeKind kind, string path, string gone)
    {
        var forge = $"gone-{kind.Word()}-{path.Split('.')[^1].Replace('_', '-')}";
        await StartAsync(forge, kind);
        await door.WatchAsync("wes", WatchOf(forge, kind));
        var (body, name) = ClosedOf(kind);
        Replace(body, path, JsonNode.Parse(gone));

        var answer = await door.PostAsync(forge, kind, Payloads.Bytes(body), name);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("wes", (await door.LettersAsync(afterMinutes: 10)).Select(WhoOf));
    }

    [Fact]
    public async Task A_repeated_delivery_makes_no_second_letter()
    {
        await StartAsync("repeat", ForgeKind.GitHub);
        var body = DoorHost.BodyOf(ForgeKind.GitHub);
        await door.PostAsync("repeat", ForgeKind.GitHub, body, "pull_request", "the same");
        await door.PostAsync("repeat", ForgeKind.GitHub, body, "pull_request", "the same");
        var first = await door.LettersAsync();

        await door.PostAsync("repeat", ForgeKind.GitHub, body, "pull_request", "the same");

        Assert.Equal((1, 0), (first.Count, (await door.LettersAsync(afterMinutes: 30)).Count));
    }

    [Fact]
    public async Task A_hostile_title_stays_one_harmless_line_in_subject_and_letter()
    {
        var letter = await HostileLetterAsync("hostile-title", body => body["pull_request"]!["title"] = Hostile + new string('x', 10_000));

        Assert.Contains(": Pour the tea Bcc: eve@example.com exe.fdp 🍵 <script>alert(1)</script> <b>**bold**</b>xxx",
            letter.Subject, StringComparison.Ordinal);
        Assert.Equal((null, true), (letter.Headers["Bcc"], letter.Subject!.Length <= 250));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;**bold**&lt;/b&gt;", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069]", letter.Html! + letter.Text + letter.Subject);
    }

    [Fact]
    public async Task Html_and_scripts_of_a_text_never_reach_the_letter_and_images_are_links()
    {
        const string text = "# Tea\n[click](javascript:alert(1)) ![pot](https://evil.example/track.png) <img src=\"https://evil.example/a.png\" onerror=alert(1)> <a href='javascript:alert(2)'>x</a> data:text/html,x";

        var letter = await HostileLetterAsync("hostile-text", body => body["pull_request"]!["body"] = text);

        Assert.Contains(
            "href=\"https://evil.example/track.png\">&#128444; pot</a>", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)href=\"(?!https?://)|<img[^>]*evil|src=\"http|<a[^>]*javascript", letter.Html!);
        Assert.Empty(letter.Attachments);
    }

    [Fact]
    public async Task A_link_that_is_no_web_address_becomes_none()
    {
        var letter = await HostileLetterAsync("hostile-link", body => body["pull_request"]!["html_url"] = "javascript:alert(document.domain)");

        Assert.DoesNotContain("javascript", letter.Html + letter.Text, StringComparison.Ordinal);
    }

    async Task<ReadMessage> HostileLetterAsync(string forge, Action<JsonObject> change)
    {
        await StartAsync(forge, ForgeKind.GitHub);
        await door.PostAsync(forge, ForgeKind.GitHub, Payloads.Bytes(Payloads.GitHub("opened", change)), "pull_request");
        return Assert.Single(await door.LettersAsync());
    }

    async Task StartAsync(string forge, ForgeKind kind)
    {
        await door.LettersAsync(afterMinutes: 60); // What an earlier test left is not this one's.
        await door.AddForgeAsync(forge, kind);
        foreach (var login in new[] { "ann", "ben", "jane", "wes" }) await door.AddPersonAsync(login);
    }

    Task<HttpResponseMessage> NoteAsync(string forge, int id, string text, string discussion, string? type = null, string action = "create") => door.PostAsync(
        forge, ForgeKind.GitLab,
        Payloads.Bytes(Payloads.GitLabNote(body =>
        {
            var note = body["object_attributes"]!;
            (note["id"], note["note"], note["discussion_id"], note["type"], note["action"]) = (id, text, discussion, type, action);
            body["reviewers"] = Payloads.Json("""[{"id": 2, "name": "ann", "username": "ann"}]""");
        })),
        "Note Hook");

    static Watch WatchOf(string forge, ForgeKind kind) => kind switch
    {
        ForgeKind.BitbucketServer => new Watch(forge, "TEA", "kettle", 12),
        ForgeKind.GitLab => new Watch(forge, "tea/pots", "kettle", 12),
        _ => new Watch(forge, "tea", "kettle", 12),
    };

    static (JsonObject Body, string Name) ClosedOf(ForgeKind kind) => kind switch
    {
        ForgeKind.BitbucketServer => (Payloads.Bitbucket("pr:declined"), "pr:declined"),
        ForgeKind.GitLab => (Payloads.GitLab("close"), "Merge Request Hook"),
        ForgeKind.Gitea => (Payloads.Gitea("closed"), "pull_request"),
        _ => (Payloads.GitHub("closed"), "pull_request"),
    };

    // Everybody names Ann before, and Wes is new.
    static (JsonObject Body, string Name) EditOf(ForgeKind kind, string what)
    {
        const string before = "For @ann", now = "For @ann and @wes";
        var isComment = what == "comment";
        var changes = new JsonObject { ["body"] = new JsonObject { ["from"] = before } };
        return kind switch
        {
            ForgeKind.BitbucketServer when isComment => (Payloads.BitbucketComment("pr:comment:edited", body => (body["comment"]!["text"], body["previousComment"]) = (now, before)), "pr:comment:edited"),
            ForgeKind.BitbucketServer => (Payloads.Bitbucket("pr:modified", body => (body["pullRequest"]!["description"], body["previousDescription"], body["previousTitle"]) = (now, before, "Pour the tea")), "pr:modified"),
            ForgeKind.GitLab => (Payloads.GitLab("update", body => (body["object_attributes"]!["description"], body["changes"]) = (now, Payloads.Json($$"""{"description": {"previous": "{{before}}", "current": "{{now}}"} }"""))), "Merge Request Hook"),
            ForgeKind.Gitea when isComment => (Payloads.GiteaComment("edited", body => (body["comment"]!["body"], body["changes"]) = (now, changes)), "issue_comment"),
            ForgeKind.Gitea => (Payloads.Gitea("edited", body => (body["pull_request"]!["body"], body["changes"]) = (now, changes)), "pull_request"),
            _ when isComment => (Payloads.GitHub("edited", body =>
            {
                body["comment"] = Payloads.Json($$"""{"id": 7, "body": "{{now}}", "user": {"login": "jane"}, "html_url": "https://github.com/tea/kettle/pull/12#discussion_r7"}""");
                body["changes"] = changes;
            }), "pull_request_review_comment"),
            _ => (Payloads.GitHub("edited", body => (body["pull_request"]!["body"], body["changes"]) = (now, changes)), "pull_request"),
        };
    }

    static void Replace(JsonObject body, string path, JsonNode? by)
    {
        var words = path.Split('.');
        var at = words[..^1].Aggregate((JsonNode)body, (node, word) => node[word]!);
        at[words[^1]] = by;
    }

    static string WhoOf(ReadMessage letter) => Regex.Match(letter.To.ToString(), "([a-z]+)@").Groups[1].Value;
}
