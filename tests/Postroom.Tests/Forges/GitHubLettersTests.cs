using System.Net;
using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Mail.Mime;
using Postroom.Notifications.Choices;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>
/// Every example of GitHub's webhooks goes through the door, and the letters that come out are those of the table.
/// Everybody in the examples has an address here, and Wes watches the repository.
/// </summary>
public sealed class GitHubLettersTests(LetterDoor door) : IClassFixture<LetterDoor>
{
    const string Url = "https://github.com/Codertocat/Hello-World/pull/2";
    const string Root = "<pr.github.Codertocat.Hello-World.2@localhost>";
    static readonly IReadOnlyDictionary<string, List<JsonObject>> Examples = GitHubExamples.All;

    public static TheoryData<string> Others =>
        [.. Examples.Keys.Where(name => name != "ping" && !name.StartsWith("pull_request", StringComparison.Ordinal))];

    // Event, place; what Codertocat did; who is told why, at once or in the digest; what the actor is not told of; the link's end.
    [Theory]
    [InlineData("pull_request", 0, "", "", "")]
    [InlineData("pull_request", 1, "", "", "Assigned")]
    [InlineData("pull_request", 2, "", "", "Assigned")]
    [InlineData("pull_request", 3, "closed the pull request without merging it", "octocat as reviewer, Wes as watcher", "Declined")]
    [InlineData("pull_request", 4, "closed the pull request without merging it", "octocat as reviewer, Wes as watcher", "Declined")]
    [InlineData("pull_request", 5, "converted it to a draft", "octocat as reviewer, Wes as watcher", "ConvertedToDraft")]
    [InlineData("pull_request", 6, "converted it to a draft", "octocat as reviewer, Wes as watcher", "ConvertedToDraft")]
    [InlineData("pull_request", 7, "converted it to a draft", "octocat as reviewer, Wes as watcher", "ConvertedToDraft")]
    [InlineData("pull_request", 8, "", "", "")]
    [InlineData("pull_request", 9, "", "", "")]
    [InlineData("pull_request", 10, "", "", "")]
    [InlineData("pull_request", 11, "", "", "")]
    [InlineData("pull_request", 12, "opened this pull request", "octocat as reviewer at once", "")]
    [InlineData("pull_request", 13, "opened this pull request", "octocat as reviewer at once", "")]
    [InlineData("pull_request", 14, "opened this pull request", "octocat as reviewer at once", "")]
    [InlineData("pull_request", 15, "marked it as ready for review", "octocat as reviewer, Wes as watcher", "ReadyForReview")]
    [InlineData("pull_request", 16, "marked it as ready for review", "octocat as reviewer, Wes as watcher", "ReadyForReview")]
    [InlineData("pull_request", 17, "marked it as ready for review", "octocat as reviewer, Wes as watcher", "ReadyForReview")]
    [InlineData("pull_request", 18, "reopened the pull request", "octocat as reviewer, Wes as watcher", "Reopened")]
    [InlineData("pull_request", 19, "reopened the pull request", "octocat as reviewer, Wes as watcher", "Reopened")]
    [InlineData("pull_request", 20, "removed you from the reviewers", "octocat as reviewer until now", "ReviewersChanged")]
    [InlineData("pull_request", 21, "requested your review", "octocat as reviewer at once", "ReviewersChanged")]
    [InlineData("pull_request", 22, "pushed new commits", "octocat as reviewer, Wes as watcher", "Pushed")]
    [InlineData("pull_request", 23, "", "", "Unassigned")]
    [InlineData("pull_request", 24, "", "", "Unassigned")]
    [InlineData("pull_request", 25, "", "", "")]
    [InlineData("pull_request", 26, "", "", "")]
    [InlineData("pull_request", 27, "", "", "")]
    [InlineData("pull_request", 28, "", "", "")]
    [InlineData("pull_request_review", 0, "", "", "")]
    [InlineData("pull_request_review", 1, "dismissed Codertocat's review", "octocat as reviewer, Wes as watcher", "Dismissed", "#pullrequestreview-237895671")]
    [InlineData("pull_request_review", 2, "", "", "")]
    [InlineData("pull_request_review", 3, "", "", "")]
    [InlineData("pull_request_review_comment", 0, "commented", "Wes as watcher", "Commented", "#discussion_r284312630")]
    [InlineData("pull_request_review_comment", 1, "commented", "octocat as reviewer, Wes as watcher", "Commented", "#discussion_r284312630")]
    [InlineData("pull_request_review_comment", 2, "commented", "octocat as reviewer, Wes as watcher", "Commented", "#discussion_r284312630")]
    [InlineData("pull_request_review_comment", 3, "", "", "")]
    [InlineData("pull_request_review_comment", 4, "", "", "")]
    [InlineData("pull_request_review_thread", 0, "", "", "")]
    [InlineData("pull_request_review_thread", 1, "", "", "")]
    [InlineData("pull_request_review_thread", 2, "", "", "")]
    public async Task An_example_makes_the_letters_of_the_table(string name, int place, string did, string told, string notToldOf, string end = "")
    {
        var outcome = await SendAsync($"{name}-{place}", (name, Examples[name][place]));

        Assert.Equal(told, string.Join(", ", outcome.Told.Order(StringComparer.OrdinalIgnoreCase)));
        Assert.Equal(notToldOf.Length == 0 ? [] : [$"Codertocat {notToldOf} OwnAction"], outcome.NotTold);
        const string title = "Update the README with new information.";
        var isUrgent = did is "opened this pull request" or "requested your review";
        var subject = isUrgent ? $"Codertocat {did}: {title} (Codertocat/Hello-World #2)"
            : $"[Hello-World] {title} (#2)";
        Assert.All(outcome.Letters, letter => Assert.Equal(
            ("Codertocat " + did, Url + end, subject, Root, Root),
            (HeadlineOf(letter), LinkOf(letter), letter.Subject!, letter.Headers["References"]!, letter.Headers["In-Reply-To"]!)));
    }

    [Fact]
    public void Every_example_of_a_pull_request_is_in_the_table()
    {
        var rows = GetType().GetMethod(nameof(An_example_makes_the_letters_of_the_table))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>().Select(row => $"{row.Data[0]} {row.Data[1]}");

        Assert.Equal(
            Examples.Where(pair => pair.Key.StartsWith("pull_request", StringComparison.Ordinal))
                .SelectMany(pair => pair.Value.Select((_, place) => $"{pair.Key} {place}")).Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
    }

    // The package has no comment on a pull request as a whole: one field makes one of a comment on an issue.
    [Theory]
    [InlineData(0, "Wes as watcher"), InlineData(5, ""), InlineData(7, "")]
    public async Task An_example_of_a_comment_is_told_when_its_issue_is_a_pull_request(int place, string told)
    {
        var example = Examples["issue_comment"][place].DeepClone().AsObject();
        example["issue"]!["pull_request"] = new JsonObject { ["html_url"] = "https://github.com/Codertocat/Hello-World/pull/1" };

        var outcome = await SendAsync($"issue_comment-{place}", ("issue_comment", example));

        Assert.Equal(told, string.Join(", ", outcome.Told));
        Assert.All(outcome.Letters, letter => Assert.Equal(
            ("Codertocat commented", "<pr.github.Codertocat.Hello-World.1@localhost>"), (HeadlineOf(letter), letter.Headers["References"]!)));
    }

    [Fact]
    public async Task All_examples_of_one_pull_request_come_as_one_letter_at_once_and_one_digest()
    {
        var all = Examples.Where(pair => pair.Key.StartsWith("pull_request", StringComparison.Ordinal) && pair.Key != "pull_request_review_thread")
            .SelectMany(pair => pair.Value.Select(example => (pair.Key, example))).ToArray();

        var outcome = await SendAsync("all", all);

        Assert.Equal(["octocat at once", "octocat", "Wes"], outcome.Told.Select(told => told.Split(" as ")[0] + (told.EndsWith(" at once", StringComparison.Ordinal) ? " at once" : "")));
        Assert.All(outcome.Letters, letter => Assert.Equal(Root, letter.Headers["References"]));
        Assert.Equal(3, outcome.Letters.Select(letter => letter.MessageId).Distinct().Count());
    }

    [Theory, MemberData(nameof(Others))]
    public async Task An_example_of_anything_else_is_accepted_and_listed_as_ignored(string name)
    {
        var outcome = await SendAsync(name.Replace('_', '-') + "-other", [.. Examples[name].Select(example => (name, example))]);

        Assert.Empty(outcome.Letters);
        Assert.Equal(Examples[name].Count, outcome.Items.Count);
        Assert.All(outcome.Items, item => Assert.Equal((InboxState.Ignored, new ForgeReason("NotPullRequest", name)), (item.State, item.Reason)));
    }

    [Fact]
    public async Task The_example_of_a_ping_is_answered_and_not_kept()
    {
        await door.AddForgeAsync("ping", ForgeKind.GitHub);

        foreach (var example in Examples["ping"])
            Assert.Equal(HttpStatusCode.OK, (await door.PostAsync("ping", ForgeKind.GitHub, Payloads.Bytes(example), "ping")).StatusCode);

        Assert.Empty(await door.ItemsAsync("ping"));
    }

    async Task<Outcome> SendAsync(string forge, params (string Name, JsonObject Example)[] examples)
    {
        await door.AddForgeAsync(forge, ForgeKind.GitHub);
        foreach (var login in new[] { "Codertocat", "octocat", "Wes" }) await door.AddPersonAsync(login);
        await door.WatchAsync("wes", new Watch(forge, "Codertocat", "Hello-World", 0));
        foreach (var (name, example) in examples)
            Assert.Equal(HttpStatusCode.Accepted, (await door.PostAsync(forge, ForgeKind.GitHub, Payloads.Bytes(example), name)).StatusCode);
        var atOnce = await door.LettersAsync();
        var later = await door.LettersAsync(afterMinutes: 10);
        return new Outcome(
            [.. atOnce.Select(letter => WhoAndWhy(letter) + " at once").Order(StringComparer.OrdinalIgnoreCase), .. later.Select(WhoAndWhy).Order(StringComparer.OrdinalIgnoreCase)],
            [.. (await door.NotSentAsync(forge)).Select(notice => $"{notice.Login} {notice.Kind} {notice.Reason}")],
            [.. atOnce, .. later],
            await door.ItemsAsync(forge));
    }

    static string WhoAndWhy(ReadMessage letter)
    {
        const string begin = "You are receiving this mail because ";
        var reason = letter.Text!.Split(begin)[1].Split("\n\n")[0].ReplaceLineEndings(" ").TrimEnd();
        return letter.To.Mailboxes.Single().DisplayName + " as " + reason switch
        {
            "your review is asked for." or "you are a reviewer of this pull request." => "reviewer",
            "you were a reviewer of this pull request." => "reviewer until now",
            "you watch this pull request or its repository." => "watcher",
            _ => reason,
        };
    }

    // The first line is the place, the second the title.
    static string HeadlineOf(ReadMessage letter) => letter.Text!.Split('\n')[3].TrimEnd('.');

    static string LinkOf(ReadMessage letter)
    {
        var lines = letter.Text!.Split('\n');
        return lines[Array.IndexOf(lines, "Open the pull request:") + 1];
    }

    sealed record Outcome(IReadOnlyList<string> Told, IReadOnlyList<string> NotTold, IReadOnlyList<ReadMessage> Letters, IReadOnlyList<InboxItem> Items);
}
