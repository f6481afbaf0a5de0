using Postroom.Notifications;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Forges.Readers;

/// <summary>Reads the webhooks of GitHub: the event is in the header, the action in the body, and nobody has an address.</summary>
static class GitHubReader
{
    // Why a merge queue let a pull request go without merging it; the other reasons are somebody's wish.
    static readonly string[] Failures = ["MERGE_CONFLICT", "CI_FAILURE", "CI_TIMEOUT", "BRANCH_PROTECTIONS", "GIT_TREE_INVALID", "INVALID_MERGE_COMMIT"];

    public static ForgeReading Read(ForgeDelivery delivery, Part body)
    {
        var action = body["action"].Word;
        Kind? kind;
        switch (delivery.EventName)
        {
            case "pull_request":
                kind = PullRequestKind(action, body);
                break;
            case "pull_request_review":
                if (IsOnlyAFrame(action, body)) return new ForgeReading.Ignored(ForgeReason.CommentsFollow());
                kind = ReviewKind(action, body["review"]["state"].Word);
                break;
            case "pull_request_review_comment":
                kind = CommentKind(action, isReply: body["comment"]["in_reply_to_id"].Exists);
                break;
            case "issue_comment" when body["issue"]["pull_request"].IsObject:
                kind = CommentKind(action, isReply: false);
                break;
            default:
                return new ForgeReading.Ignored(delivery.EventName.StartsWith("pull_request", StringComparison.Ordinal)
                    ? ForgeReason.ActionUntold(delivery.EventName)
                    : ForgeReason.NotPullRequest(delivery.EventName));
        }

        return kind is { } known ? Event(delivery, body, known) : new ForgeReading.Ignored(ForgeReason.ActionUntold(action));
    }

    static ForgeReading Event(ForgeDelivery delivery, Part body, Kind kind)
    {
        if (PersonOf(body["sender"]) is not { } actor) return new ForgeReading.Unreadable(ForgeReason.Missing("sender.login"));
        if (GitHubPullRequest.Read(body, out var missing) is not { } pullRequest) return new ForgeReading.Unreadable(ForgeReason.Missing(missing));
        var (added, removed) = ReviewersOf(body, kind);
        var (assigned, unassigned) = AssigneesOf(body, kind);
        return new ForgeReading.Happened(new PullRequestEvent
        {
            Source = delivery.Source,
            EventId = delivery.EventId,
            Kind = kind,
            At = TimeOf(body, kind) ?? delivery.ReceivedAt,
            Actor = actor,
            PullRequest = pullRequest,
            AddedReviewers = added,
            RemovedReviewers = removed,
            AddedAssignees = assigned,
            RemovedAssignees = unassigned,
            Comment = CommentOf(body, actor, kind),
            PreviousTitle = body["changes"]["title"]["from"].Line,
            PreviousText = body["changes"]["body"].IsObject ? body["changes"]["body"]["from"].Block ?? "" : null,
            PreviousTarget = kind == Kind.Retargeted ? body["changes"]["base"]["ref"]["from"].Line : null,
            Commit = kind == Kind.Pushed ? body["after"].Id ?? body["pull_request"]["head"]["sha"].Id : null,
        });
    }

    static (List<ForgePerson> Added, List<ForgePerson> Removed) ReviewersOf(Part body, Kind kind)
    {
        if (kind != Kind.ReviewersChanged) return ([], []);
        Part[] asked = [body["requested_reviewer"], body["requested_team"]];
        List<ForgePerson> reviewers = [.. asked.Select(part => GitHubPullRequest.ReviewerOf(part, body)).OfType<ForgePerson>()];
        return body["action"].Word == "review_request_removed" ? ([], reviewers) : (reviewers, []);
    }

    static (List<ForgePerson> Added, List<ForgePerson> Removed) AssigneesOf(Part body, Kind kind)
    {
        if (kind != Kind.AssigneesChanged || PersonOf(body["assignee"]) is not { } assignee) return ([], []);
        return body["action"].Word == "unassigned" ? ([], [assignee]) : ([assignee], []);
    }

    static Kind? PullRequestKind(string action, Part body) => action switch
    {
        "opened" => body["pull_request"]["draft"].Flag ? Kind.OpenedAsDraft : Kind.Opened,
        "closed" => body["pull_request"]["merged"].Flag ? Kind.Merged : Kind.Declined,
        "merged" => Kind.Merged,
        "reopened" => Kind.Reopened,
        "edited" => EditedKind(body["changes"]),
        "synchronize" => Kind.Pushed,
        "ready_for_review" => Kind.ReadyForReview,
        "converted_to_draft" => Kind.ConvertedToDraft,
        "review_requested" or "review_request_removed" => Kind.ReviewersChanged,
        "assigned" or "unassigned" => Kind.AssigneesChanged,
        "auto_merge_enabled" => Kind.AutoMergeRequested,
        "auto_merge_disabled" => Kind.AutoMergeCancelled,
        "dequeued" when Failures.Contains(body["reason"].Word, StringComparer.Ordinal) => Kind.AutoMergeFailed,
        _ => null,
    };

    static Kind? EditedKind(Part changes)
    {
        if (changes["base"].IsObject) return Kind.Retargeted;
        return changes["title"].IsObject || changes["body"].IsObject ? Kind.Edited : null;
    }

    static Kind? ReviewKind(string action, string state) => (action, state) switch
    {
        ("submitted", "approved") => Kind.Approved,
        ("submitted", "changes_requested") => Kind.NeedsWork,
        ("submitted", "commented") => Kind.Reviewed,
        ("dismissed", _) => Kind.Dismissed,
        ("edited", _) => Kind.CommentEdited,
        _ => null,
    };

    // A review without words frames comments that come as events of their own.
    static bool IsOnlyAFrame(string action, Part body) =>
        action is "submitted" or "edited" && body["review"]["state"].Word == "commented" && body["review"]["body"].Block is null;

    static Kind? CommentKind(string action, bool isReply) => action switch
    {
        "created" => isReply ? Kind.Replied : Kind.Commented,
        "edited" => Kind.CommentEdited,
        "deleted" => Kind.CommentDeleted,
        _ => null,
    };

    static DateTimeOffset? TimeOf(Part body, Kind kind) => kind switch
    {
        Kind.Commented or Kind.Replied => body["comment"]["created_at"].Time,
        Kind.CommentEdited => body["comment"]["updated_at"].Time,
        Kind.CommentDeleted or Kind.Dismissed => null, // The payload has the times of the comment or review, and none of its end.
        Kind.Approved or Kind.NeedsWork or Kind.Reviewed => body["review"]["submitted_at"].Time,
        _ => body["pull_request"]["updated_at"].Time,
    };

    static PullRequestComment? CommentOf(Part body, ForgePerson actor, Kind kind)
    {
        var (comment, review) = (body["comment"], body["review"]);
        if (comment["id"].Id is { } id)
        {
            var isReview = !body["issue"].IsObject;
            // Comments and review comments are counted apart: the fragment of the page tells them apart as well.
            var prefix = isReview ? "discussion_r" : "issuecomment-";
            return new PullRequestComment(
                prefix + id, comment["body"].Block ?? "", PersonOf(comment["user"]) ?? actor,
                comment["in_reply_to_id"].Id is { } parent ? prefix + parent : null, comment["html_url"].Link,
                comment["path"].Line, comment["line"].LineNumber ?? comment["original_line"].LineNumber);
        }

        // What was told with the review is not said again with its end.
        var text = kind == Kind.Dismissed ? null : review["body"].Block;
        return review["id"].Id is { } reviewId
            ? new PullRequestComment("pullrequestreview-" + reviewId, text ?? "", PersonOf(review["user"]) ?? actor, Url: review["html_url"].Link)
            : null;
    }

    internal static ForgePerson? PersonOf(Part user) => user["login"].Line is { } login
        ? new ForgePerson(login, user["name"].Line, ForgeAddress.Usable(user["email"].Text), IsBot: user["type"].Word == "Bot")
        : null;
}
