using System.Text;
using System.Text.Json;
using Postroom.Forges;
using Postroom.Forges.Readers;
using Postroom.Forges.Readers.Details;
using Postroom.Notifications;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Forges;

/// <summary>What payloads say beyond who did what.</summary>
public sealed class EventDetailsTests
{
    const string Hunk = "@@ -10,4 +10,5 @@ void Pour()\n {\n-    Cold();\n+    Warm();\n+    Hot();\n }";

    [Theory]
    [InlineData(Hunk, 12, " {\n-    Cold();\n+    Warm();\n+    Hot();")]
    [InlineData(Hunk, 11, " {\n-    Cold();\n+    Warm();")]
    [InlineData(Hunk, null, " {\n-    Cold();\n+    Warm();\n+    Hot();\n }")]
    [InlineData("@@ -1 +1 @@\n-a\n+b\n@@ -90,2 +90,1 @@\n same\n-gone", 91, " same\n-gone")]
    [InlineData("@@ -1 +1 @@\n-a\n+b\n@@ -90,2 +90,1 @@\n same\n-gone", 1, "-a\n+b")]
    [InlineData("--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+new\n\\ No newline at end of file", 1, "+new")]
    [InlineData("no diff at all", 3, null)]
    public void The_lines_of_a_comment_end_with_its_own(string diff, int? line, string? expected) =>
        Assert.Equal(expected, HunkExcerpt.Of(diff, line));

    [Fact]
    public void Of_a_long_hunk_the_last_lines_are_shown_and_long_lines_are_cut()
    {
        var excerpt = HunkExcerpt.Of("@@ -1 +1,99 @@\n" + string.Join(
            '\n', Enumerable.Range(1, 99).Select(n => $"+{n} {new string('x', 5_000)}")), 50)!;

        var lines = excerpt.Split('\n');
        Assert.Equal(
            (HunkExcerpt.MostLines, true), (lines.Length, lines[^1].StartsWith("+50 x", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.InRange(line.Length, 2, 301));
    }

    [Fact]
    public void GitHub_tells_the_commit_before_a_push() =>
        Assert.Equal("19ce02d4f1",
            Added(ForgeKind.GitHub, PullRequestEventKind.Pushed, """{"before": "19ce02d4f1"}""").PreviousCommit);

    [Fact]
    public void Bitbucket_tells_the_commit_before_a_push() =>
        Assert.Equal("19ce02d4f1", Added(ForgeKind.BitbucketServer, PullRequestEventKind.Pushed,
            """{"previousFromHash": "19ce02d4f1"}""").PreviousCommit);

    [Fact]
    public void GitLab_tells_the_newest_commit_of_a_push()
    {
        const string body =
            """{"object_attributes": {"oldrev": "19ce02d4f1", "last_commit": {"id": "b81d3370aa", "message": "Warm it\n\nLong ago"}}}""";

        var e = Added(ForgeKind.GitLab, PullRequestEventKind.Pushed, body);

        Assert.Equal(("19ce02d4f1", "b81d3370aa Warm it"),
            (e.PreviousCommit, string.Join(',', e.Commits.Select(commit => $"{commit.Id} {commit.Title}"))));
    }

    [Theory, InlineData("BLOCKER", "OPEN", CommentTask.Open), InlineData("BLOCKER", "RESOLVED", CommentTask.Done),
        InlineData("NORMAL", "OPEN", null)]
    public void A_blocker_of_Bitbucket_is_a_task(string severity, string state, CommentTask? expected) => Assert.Equal(
        expected,
        Added(ForgeKind.BitbucketServer, PullRequestEventKind.Commented, $$$"""{"comment": {"severity": "{{{severity}}}", "state": "{{{state}}}"}}""").Comment!.Task);

    [Fact]
    public void Bitbucket_counts_approvals()
    {
        const string body =
            """{"pullRequest": {"reviewers": [{"approved": true}, {"status": "APPROVED"}, {"status": "NEEDS_WORK"}]}}""";

        Assert.Equal(new ApprovalCount(2, 3), Added(ForgeKind.BitbucketServer, PullRequestEventKind.Approved, body)
            .PullRequest.Approvals);
    }

    [Fact]
    public void An_event_that_was_stored_before_there_were_details_is_read()
    {
        var stored = JsonSerializer.SerializeToNode(
            Comment(Ben, "text"), PullRequestEventJson.Default.PullRequestEvent)!.AsObject();
        foreach (var name in (string[])["commits", "previousCommit"]) stored.Remove(name);
        stored["pullRequest"]!.AsObject().Remove("approvals");
        foreach (var name in (string[])["hunk", "task"]) stored["comment"]!.AsObject().Remove(name);

        var read = PullRequestEventJson.Read(stored.ToJsonString());

        Assert.Equal((0, "text", null), (read.Commits.Count, read.Comment!.Text, read.Comment.Task));
    }

    static PullRequestEvent Added(ForgeKind kind, PullRequestEventKind happened, string body)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(body));
        var e = Of(happened, Ben) with
        {
            Comment = happened == PullRequestEventKind.Commented
            ? new PullRequestComment("c1", "text", Ben) : null
        };
        return EventDetails.AddTo(e, kind, new Part(document.RootElement));
    }
}
