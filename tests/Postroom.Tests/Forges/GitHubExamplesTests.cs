using System.Text.Json.Nodes;
using Postroom.Forges;
using Postroom.Tests.Forges.Support;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Tests.Forges;

/// <summary>Every example GitHub gives of its webhooks (npm @octokit/webhooks-examples), by event and place.</summary>
public sealed class GitHubExamplesTests
{
    const string Hello = "https://github.com/Codertocat/Hello-World/pull/2";
    static readonly IReadOnlyDictionary<string, List<JsonObject>> Examples = GitHubExamples.All;

    public static TheoryData<string> Events => [.. Examples.Keys];

    // Event, place, kind, actor, link, comment, who was asked or released.
    [Theory]
    [InlineData("pull_request", 0, Kind.Opened, Hello)]
    [InlineData("pull_request", 3, Kind.Declined, Hello)]
    [InlineData("pull_request", 4, Kind.Declined, Hello)]
    [InlineData("pull_request", 5, Kind.ConvertedToDraft, Hello)]
    [InlineData("pull_request", 6, Kind.ConvertedToDraft, Hello)]
    [InlineData("pull_request", 7, Kind.ConvertedToDraft, Hello)]
    [InlineData("pull_request", 12, Kind.Opened, Hello)]
    [InlineData("pull_request", 13, Kind.Opened, Hello)]
    [InlineData("pull_request", 14, Kind.Opened, Hello)]
    [InlineData("pull_request", 15, Kind.ReadyForReview, Hello)]
    [InlineData("pull_request", 16, Kind.ReadyForReview, Hello)]
    [InlineData("pull_request", 17, Kind.ReadyForReview, Hello)]
    [InlineData("pull_request", 18, Kind.Reopened, Hello)]
    [InlineData("pull_request", 19, Kind.Reopened, Hello)]
    [InlineData("pull_request", 20, Kind.ReviewersChanged, Hello, null, "-octocat")]
    [InlineData("pull_request", 21, Kind.ReviewersChanged, Hello, null, "+octocat")]
    [InlineData("pull_request", 22, Kind.Pushed, Hello)]
    [InlineData("pull_request", 1, Kind.AssigneesChanged, Hello)]
    [InlineData("pull_request", 2, Kind.AssigneesChanged, Hello)]
    [InlineData("pull_request", 23, Kind.AssigneesChanged, Hello)]
    [InlineData("pull_request", 24, Kind.AssigneesChanged, Hello)]
    [InlineData("pull_request_review", 1, Kind.Dismissed, "https://github.com/hellomouse/GNS/pull/902", "pullrequestreview-237895671")]
    [InlineData("pull_request_review_comment", 0, Kind.Commented, Hello, "discussion_r284312630")]
    [InlineData("pull_request_review_comment", 1, Kind.Commented, Hello, "discussion_r284312630")]
    [InlineData("pull_request_review_comment", 2, Kind.Commented, Hello, "discussion_r284312630")]
    [InlineData("pull_request_review_comment", 3, Kind.CommentDeleted, Hello, "discussion_r284312630")]
    [InlineData("pull_request_review_comment", 4, Kind.CommentEdited, Hello, "discussion_r284312630")]
    public void An_example_of_a_pull_request_says_what_who_and_where(string name, int place, Kind kind, string link, string? comment = null, string asked = "")
    {
        var example = Examples[name][place];

        var e = Payloads.EventOf(ForgeKind.GitHub, example, name);

        Assert.Equal(
            (kind, (string)example["sender"]!["login"]!, link, comment, asked),
            (e.Kind, e.Actor.Login, e.PullRequest.Url?.AbsoluteUri, e.Comment?.Id, string.Concat(e.AddedReviewers.Select(added => "+" + added.Login).Concat(e.RemovedReviewers.Select(removed => "-" + removed.Login)))));
    }

    [Theory]
    [InlineData("pull_request", 8, "labeled"), InlineData("pull_request", 9, "labeled")]
    [InlineData("pull_request", 10, "locked"), InlineData("pull_request", 11, "locked")]
    [InlineData("pull_request", 25, "unlabeled"), InlineData("pull_request", 26, "unlabeled"), InlineData("pull_request", 27, "unlocked"), InlineData("pull_request", 28, "unlocked")]
    [InlineData("pull_request_review_thread", 0, "pull_request_review_thread"), InlineData("pull_request_review_thread", 1, "pull_request_review_thread")]
    [InlineData("pull_request_review_thread", 2, "pull_request_review_thread")]
    public void An_example_nobody_is_told_of_is_ignored(string name, int place, string what) => Assert.Equal(
        new ForgeReason("ActionUntold", what), Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.GitHub, Examples[name][place], name)).Reason);

    // Their comments come as events of their own.
    [Theory, InlineData(0), InlineData(2), InlineData(3)]
    public void An_example_of_a_review_without_words_is_ignored(int place) => Assert.Equal(
        "CommentsFollow", Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.GitHub, Examples["pull_request_review"][place], "pull_request_review")).Reason.Code);

    [Theory, MemberData(nameof(Events))]
    public void An_example_of_anything_else_is_ignored(string name)
    {
        if (name.StartsWith("pull_request", StringComparison.Ordinal)) return;

        Assert.All(Examples[name], example => Assert.Equal(
            new ForgeReason("NotPullRequest", name), Assert.IsType<ForgeReading.Ignored>(Payloads.Read(ForgeKind.GitHub, example, name)).Reason));
    }

    [Fact]
    public void Every_example_of_a_pull_request_is_in_a_table() => Assert.Equal(
        23 + 15 + 3, Examples.Where(pair => pair.Key.StartsWith("pull_request", StringComparison.Ordinal)).Sum(pair => pair.Value.Count));

    [Fact]
    public void There_are_as_many_examples_as_there_were() => Assert.Equal((58, 329), (Examples.Count, Examples.Sum(pair => pair.Value.Count)));

    // A comment on an issue becomes one on a pull request by the one field that tells them apart.
    [Theory, InlineData(1, Kind.Commented), InlineData(5, Kind.CommentDeleted), InlineData(7, Kind.CommentEdited)]
    public void An_example_of_a_comment_is_told_when_its_issue_is_a_pull_request(int place, Kind kind)
    {
        var example = Examples["issue_comment"][place].DeepClone().AsObject();
        example["issue"]!["pull_request"] = new JsonObject { ["html_url"] = "https://github.com/Codertocat/Hello-World/pull/1" };

        var e = Payloads.EventOf(ForgeKind.GitHub, example, "issue_comment");

        Assert.Equal((kind, "https://github.com/Codertocat/Hello-World/pull/1", "issuecomment-492700400"), (e.Kind, e.PullRequest.Url!.AbsoluteUri, e.Comment!.Id));
    }

    [Fact]
    public void Nobody_in_the_examples_has_an_address() => Assert.All(
        Examples.Where(pair => pair.Key.StartsWith("pull_request", StringComparison.Ordinal)).SelectMany(pair => pair.Value.Select(example => Payloads.Read(ForgeKind.GitHub, example, pair.Key))).OfType<ForgeReading.Happened>(),
        read => Assert.Null(read.PullRequestEvent.Actor.Email ?? read.PullRequestEvent.PullRequest.Author?.Email));
}
