using Postroom.Notifications;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Forges.Readers;

/// <summary>Reads the webhooks of GitLab, where an update is known by what stands in <c>changes</c>.</summary>
static class GitLabReader
{
    static readonly string[] TokenOwners = ["project_", "group_"];

    public static ForgeReading Read(ForgeDelivery delivery, Part body)
    {
        var attributes = body["object_attributes"];
        switch (body["object_kind"].Word)
        {
            case "merge_request":
                return MergeRequestKind(body, attributes) is { } kind
                    ? Event(delivery, body, attributes, kind)
                    : new ForgeReading.Ignored(ForgeReason.ActionUntold(attributes["action"].Word));
            case "note" when attributes["noteable_type"].Word == "MergeRequest":
                if (attributes["system"].Flag) return new ForgeReading.Ignored(ForgeReason.SystemNote());
                return Event(delivery, body, body["merge_request"], attributes["action"].Word == "update" ? Kind.CommentEdited : Kind.Commented);
            case { Length: > 0 } other:
                return new ForgeReading.Ignored(ForgeReason.NotPullRequest(other));
            default:
                return new ForgeReading.Ignored(ForgeReason.NotPullRequest(body["event_name"].Word is { Length: > 0 } name ? name : delivery.EventName));
        }
    }

    static Kind? MergeRequestKind(Part body, Part attributes) => attributes["action"].Word switch
    {
        "open" => GitLabMergeRequest.IsDraft(attributes) ? Kind.OpenedAsDraft : Kind.Opened,
        "close" => Kind.Declined,
        "reopen" => Kind.Reopened,
        "merge" => Kind.Merged,
        "approved" or "approval" => Kind.Approved,
        "unapproved" or "unapproval" => Kind.Unapproved,
        "update" when attributes["oldrev"].Exists => Kind.Pushed,
        "update" => ChangeKind(body),
        _ => null,
    };

    static Kind? ChangeKind(Part body)
    {
        var changes = body["changes"];
        if (changes["reviewers"].IsObject && GitLabReviewers.KindOf(changes["reviewers"], body["user"]["username"].Line) is { } kind) return kind;
        if (changes["draft"].IsObject) return changes["draft"]["current"].Flag ? Kind.ConvertedToDraft : Kind.ReadyForReview;
        if (changes["target_branch"].IsObject) return Kind.Retargeted;
        if (DraftTitle.Change(changes["title"]["previous"].Line, changes["title"]["current"].Line) is { } isDraft)
            return isDraft ? Kind.ConvertedToDraft : Kind.ReadyForReview;
        if (changes["title"].IsObject || changes["description"].IsObject) return Kind.Edited;
        return changes["assignees"].IsObject || changes["assignee_id"].IsObject || changes["assignee"].IsObject ? Kind.AssigneesChanged : null;
    }

    static ForgeReading Event(ForgeDelivery delivery, Part body, Part mergeRequest, Kind kind)
    {
        if (PersonOf(body["user"]) is not { } actor) return new ForgeReading.Unreadable(ForgeReason.Missing("user.username"));
        if (GitLabMergeRequest.Read(body, mergeRequest, out var missing) is not { } pullRequest) return new ForgeReading.Unreadable(ForgeReason.Missing(missing));
        var (added, removed) = kind == Kind.ReviewersChanged ? GitLabReviewers.Difference(body["changes"]["reviewers"]) : ([], []);
        // Who opens it and assigns it sends no event of its own for that.
        var (assigned, unassigned) = kind is Kind.Opened or Kind.OpenedAsDraft ? ([.. pullRequest.Assignees], []) : GitLabReviewers.Difference(body["changes"]["assignees"]);
        var attributes = body["object_attributes"];
        var isNote = kind is Kind.Commented or Kind.CommentEdited;
        return new ForgeReading.Happened(new PullRequestEvent
        {
            Source = delivery.Source,
            EventId = delivery.EventId,
            Kind = kind,
            At = (IsVerdict(kind) ? null : attributes["updated_at"].Time ?? attributes["created_at"].Time) ?? delivery.ReceivedAt,
            Actor = actor,
            PullRequest = pullRequest,
            AddedReviewers = added,
            RemovedReviewers = removed,
            AddedAssignees = assigned,
            RemovedAssignees = unassigned,
            Comment = isNote ? NoteOf(attributes, actor) : null,
            PreviousTitle = body["changes"]["title"]["previous"].Line,
            PreviousText = body["changes"]["description"].IsObject ? body["changes"]["description"]["previous"].Block ?? "" : null,
            PreviousTarget = kind == Kind.Retargeted ? body["changes"]["target_branch"]["previous"].Line : null,
            Commit = kind == Kind.Pushed ? attributes["last_commit"]["id"].Id : null,
        });
    }

    // A verdict changes no time of the merge request, and the payload has no other.
    static bool IsVerdict(Kind kind) => kind is Kind.Approved or Kind.Unapproved or Kind.NeedsWork or Kind.Reviewed;

    // The type (DiscussionNote, DiffNote) is the same for the first note of a discussion and its answers, so it tells nothing:
    // that others came before in the discussion does, and the notifier knows those.
    static PullRequestComment? NoteOf(Part note, ForgePerson actor)
    {
        if (note["id"].Id is not { } id) return null;
        var position = note["position"];
        return new PullRequestComment(
            id, note["note"].Block ?? "", actor, ParentId: null, note["url"].Link,
            position["new_path"].Line ?? position["old_path"].Line, position["new_line"].LineNumber ?? position["old_line"].LineNumber,
            note["discussion_id"].Id);
    }

    internal static ForgePerson? PersonOf(Part user) => user["username"].Line is { } login
        ? new ForgePerson(login, user["name"].Line, ForgeAddress.Usable(user["email"].Text), IsBot: IsBot(login))
        : null;

    /// <summary>Whether it is the name GitLab gives to the user behind an access token of a project or group.</summary>
    internal static bool IsBot(string login)
    {
        var kind = TokenOwners.FirstOrDefault(kind => login.StartsWith(kind, StringComparison.Ordinal));
        if (kind is null) return false;
        var rest = login[kind.Length..].TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return rest.Length < login.Length - kind.Length && (rest == "_bot" || rest.StartsWith("_bot_", StringComparison.Ordinal));
    }
}
