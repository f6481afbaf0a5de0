using System.Text.Json;
using Postroom.Accepting;
using Postroom.Forges.Readers;
using Postroom.Forges.Readers.Details;
using Postroom.Notifications;
using static System.FormattableString;

namespace Postroom.Forges;

/// <summary>
/// Reads what an event of the neutral API says beyond who did what: commits, the lines a comment is about, tasks and
/// approvals.
/// </summary>
sealed class NeutralDetails(NeutralFields fields, FieldProblems problems)
{
    const int MostCommits = 250;
    static readonly string[] CommitFields = ["id", "title"];
    static readonly string[] ApprovalFields = ["given", "wanted"];

    /// <summary>Adds them.</summary>
    public PullRequestEvent AddTo(PullRequestEvent e, JsonElement root)
    {
        var comment = new Part(root)["comment"];
        return e with
        {
            PreviousCommit = fields.Line(root, "", "previousCommit"),
            Commits = Commits(new Part(root)["commits"]),
            PullRequest = e.PullRequest with { Approvals = Approvals(new Part(root)["pullRequest"]["approvals"]) },
            Comment = e.Comment is not { } said ? null : said with
            {
                Hunk = fields.Block(comment.Element, "comment.", "hunk") is { } hunk ? HunkExcerpt.Of(hunk, said.Line)
                    : null,
                Task = Task(comment["task"]),
            },
        };
    }

    List<PullRequestCommit> Commits(Part list)
    {
        var commits = new List<PullRequestCommit>();
        if (!list.Exists) return commits;
        if (list.Element.ValueKind != JsonValueKind.Array || list.Element.GetArrayLength() > MostCommits)
        {
            problems.Add("commits", Invariant($"is no list of at most {MostCommits} commits."));
            return commits;
        }

        foreach (var commit in list.Element.EnumerateArray())
        {
            var prefix = Invariant($"commits[{commits.Count}].");
            fields.RefuseUnknown(commit, prefix, CommitFields);
            var id = fields.Line(commit, prefix, "id", isRequired: true) ?? "";
            commits.Add(new PullRequestCommit(id, fields.Line(commit, prefix, "title") ?? ""));
        }

        return commits;
    }

    ApprovalCount? Approvals(Part part)
    {
        const string prefix = "pullRequest.approvals";
        if (!part.Exists) return null;
        fields.RefuseUnknown(part.Element, prefix + ".", ApprovalFields);
        if (part["given"].Number is >= 0 and <= 10_000 and var given
            && part["wanted"].Number is >= 0 and <= 10_000 and var wanted)
        {
            return new ApprovalCount((int)given, (int)wanted);
        }

        problems.Add(prefix,
            "needs given and wanted, two whole numbers from 0 to 10000: how many have approved, and how many are to.");
        return null;
    }

    CommentTask? Task(Part part)
    {
        if (!part.Exists) return null;
        if (part.Word == "open") return CommentTask.Open;
        if (part.Word == "done") return CommentTask.Done;
        problems.Add("comment.task", "is neither open nor done; leave it out of a comment that is no task.");
        return null;
    }
}
