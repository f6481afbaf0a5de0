using System.Text.Json;
using Postroom.Accepting;
using Postroom.Forges.Readers;
using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>
/// Reads an event of the neutral API: the fields of <see cref="PullRequestEvent"/> in camelCase. Unlike a forge's payload it
/// is written for us, so what is wrong is told field by field.
/// </summary>
static class NeutralEvents
{
    static readonly string[] EventFields =
        [
            "eventId", "kind", "at", "actor", "pullRequest", "addedReviewers", "removedReviewers", "addedAssignees",
            "removedAssignees", "comment", "previousTitle", "previousText", "previousTarget", "commit",
            "previousCommit", "commits",
        ];

    static readonly string[] PullRequestFields =
        [
            "forge", "project", "repository", "number", "title", "description", "url", "author", "reviewers",
            "assignees", "participants", "sourceBranch", "targetBranch", "isDraft", "approvals",
        ];

    static readonly string[] CommentFields =
        ["id", "text", "author", "parentId", "discussion", "url", "file", "line", "hunk", "task"];

    /// <summary>The name of the events in the inbox.</summary>
    public const string EventName = "pull-request";

    /// <summary>Reads the event; null when there are problems.</summary>
    public static PullRequestEvent? Read(JsonElement root, string source, string? eventId, DateTimeOffset receivedAt, FieldProblems problems)
    {
        var fields = new NeutralFields(problems);
        fields.RefuseUnknown(root, "", EventFields);
        var id = eventId ?? fields.Line(root, "", "eventId", isRequired: true) ?? "";
        var e = new PullRequestEvent
        {
            Source = source,
            EventId = id,
            Kind = fields.Kind(root),
            At = Earlier(fields.Time(root, "at"), receivedAt),
            Actor = fields.Person(root, "", "actor", isRequired: true) ?? new ForgePerson(""),
            PullRequest = PullRequestOf(fields, root),
            AddedReviewers = fields.People(root, "", "addedReviewers"),
            RemovedReviewers = fields.People(root, "", "removedReviewers"),
            AddedAssignees = fields.People(root, "", "addedAssignees"),
            RemovedAssignees = fields.People(root, "", "removedAssignees"),
            Comment = CommentOf(fields, root),
            PreviousTitle = fields.Line(root, "", "previousTitle"),
            PreviousText = NeutralFields.Exists(root, "previousText") ? fields.Block(root, "", "previousText") ?? "" : null,
            PreviousTarget = fields.Line(root, "", "previousTarget"),
            Commit = fields.Line(root, "", "commit"),
        };
        e = new NeutralDetails(fields, problems).AddTo(e, root);
        return problems.IsEmpty ? e : null;
    }

    static DateTimeOffset Earlier(DateTimeOffset? said, DateTimeOffset receivedAt) =>
        said is { } at && at < receivedAt + TimeSpan.FromHours(1) ? at : receivedAt;

    static PullRequest PullRequestOf(NeutralFields fields, JsonElement root)
    {
        const string prefix = "pullRequest.";
        var part = fields.Object(root, "pullRequest", isRequired: true);
        if (part.ValueKind != JsonValueKind.Object) return new PullRequest { Forge = "", Project = "", Repository = "", Number = 0, Title = "" };
        fields.RefuseUnknown(part, prefix, PullRequestFields);
        return new PullRequest
        {
            Forge = fields.Line(part, prefix, "forge") ?? "other",
            Project = fields.Line(part, prefix, "project", isRequired: true) ?? "",
            Repository = fields.Line(part, prefix, "repository", isRequired: true) ?? "",
            Number = fields.Number(part, prefix, "number") ?? 0,
            Title = fields.Line(part, prefix, "title", isRequired: true) ?? "",
            Description = fields.Block(part, prefix, "description"),
            Url = fields.Link(part, prefix, "url"),
            Author = fields.Person(part, prefix, "author"),
            Reviewers = fields.People(part, prefix, "reviewers"),
            Assignees = fields.People(part, prefix, "assignees"),
            Participants = fields.People(part, prefix, "participants"),
            SourceBranch = fields.Line(part, prefix, "sourceBranch"),
            TargetBranch = fields.Line(part, prefix, "targetBranch"),
            IsDraft = fields.Flag(part, prefix, "isDraft"),
        };
    }

    static PullRequestComment? CommentOf(NeutralFields fields, JsonElement root)
    {
        const string prefix = "comment.";
        var part = fields.Object(root, "comment");
        if (part.ValueKind != JsonValueKind.Object) return null;
        fields.RefuseUnknown(part, prefix, CommentFields);
        return new PullRequestComment(
            fields.Line(part, prefix, "id", isRequired: true) ?? "", fields.Block(part, prefix, "text") ?? "",
            fields.Person(part, prefix, "author") ?? fields.Person(root, "", "actor") ?? new ForgePerson(""),
            fields.Line(part, prefix, "parentId"), fields.Link(part, prefix, "url"), fields.Line(part, prefix, "file"),
            new Part(part)["line"].LineNumber, fields.Line(part, prefix, "discussion"));
    }
}
