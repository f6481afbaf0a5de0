using Postroom.Notifications;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Forges.Readers;

/// <summary>Reads the webhooks of Gitea, Forgejo and Gogs. The event has a coarse and a finer name, and people have their language.</summary>
static class GiteaReader
{
    public static ForgeReading Read(ForgeDelivery delivery, Part body)
    {
        var (name, action) = (delivery.EventName, body["action"].Word);
        var isComment = name is "issue_comment" or "pull_request_comment" && body["comment"].IsObject;
        if (isComment ? !IsAboutPullRequest(body) : !name.StartsWith("pull_request", StringComparison.Ordinal))
            return new ForgeReading.Ignored(ForgeReason.NotPullRequest(name));

        var kind = isComment ? CommentKind(action) : action == "reviewed" ? ReviewKind(name, body) : PullRequestKind(action, body);
        return kind is { } known ? Event(delivery, body, known) : new ForgeReading.Ignored(ForgeReason.ActionUntold(action.Length > 0 ? action : name));
    }

    internal static bool IsAboutPullRequest(Part body) =>
        body["is_pull"].Flag || body["pull_request"].IsObject || body["issue"]["pull_request"].IsObject;

    static ForgeReading Event(ForgeDelivery delivery, Part body, Kind kind)
    {
        if (GiteaPullRequest.PersonOf(body["sender"]) is not { } actor) return new ForgeReading.Unreadable(ForgeReason.Missing("sender.login"));
        if (GiteaPullRequest.Read(body, out var missing) is not { } pullRequest) return new ForgeReading.Unreadable(ForgeReason.Missing(missing));
        var asked = GiteaPullRequest.PersonOf(body["requested_reviewer"]) is { } person ? [person] : Array.Empty<ForgePerson>();
        var isRemoval = body["action"].Word == "review_request_removed";
        return new ForgeReading.Happened(new PullRequestEvent
        {
            Source = delivery.Source,
            EventId = delivery.EventId,
            Kind = kind,
            At = TimeOf(body, kind) ?? delivery.ReceivedAt,
            Actor = actor,
            PullRequest = pullRequest,
            AddedReviewers = kind == Kind.ReviewersChanged && !isRemoval ? asked : [],
            RemovedReviewers = kind == Kind.ReviewersChanged && isRemoval ? asked : [],
            Comment = CommentOf(delivery, body, actor),
            PreviousTitle = body["changes"]["title"]["from"].Line,
            PreviousText = body["changes"]["body"].IsObject ? body["changes"]["body"]["from"].Block ?? "" : null,
            PreviousTarget = kind == Kind.Retargeted ? body["changes"]["ref"]["from"].Line : null,
            Commit = kind == Kind.Pushed ? body["pull_request"]["head"]["sha"].Id : null,
        });
    }

    static Kind? PullRequestKind(string action, Part body) => action switch
    {
        "opened" => GiteaPullRequest.IsDraft(body["pull_request"]) ? Kind.OpenedAsDraft : Kind.Opened,
        "closed" => body["pull_request"]["merged"].Flag ? Kind.Merged : Kind.Declined,
        "reopened" => Kind.Reopened,
        "edited" => EditedKind(body),
        "synchronized" or "synchronize" => Kind.Pushed,
        "review_requested" or "review_request_removed" => Kind.ReviewersChanged,
        "assigned" or "unassigned" => Kind.AssigneesChanged,
        _ => null,
    };

    // A draft is a title that begins with WIP, so an edit may be the end of one.
    static Kind? EditedKind(Part body)
    {
        var changes = body["changes"];
        if (changes["ref"].IsObject) return Kind.Retargeted;
        if (DraftTitle.Change(changes["title"]["from"].Line, body["pull_request"]["title"].Line) is { } isDraft)
            return isDraft ? Kind.ConvertedToDraft : Kind.ReadyForReview;
        return Kind.Edited;
    }

    static Kind? ReviewKind(string name, Part body)
    {
        var type = body["review"]["type"].Word is { Length: > 0 } said ? said : name;
        if (type.EndsWith("approved", StringComparison.Ordinal)) return Kind.Approved;
        if (type.EndsWith("rejected", StringComparison.Ordinal)) return Kind.NeedsWork;
        return type.EndsWith("comment", StringComparison.Ordinal) ? Kind.Reviewed : null;
    }

    static Kind? CommentKind(string action) => action switch
    {
        "created" => Kind.Commented,
        "edited" => Kind.CommentEdited,
        "deleted" => Kind.CommentDeleted,
        _ => null,
    };

    static DateTimeOffset? TimeOf(Part body, Kind kind) => kind switch
    {
        Kind.Commented => body["comment"]["created_at"].Time,
        Kind.CommentEdited => body["comment"]["updated_at"].Time,
        // The payload has the comment's times, and none of its end; of a verdict it has no time but the pull request's.
        Kind.CommentDeleted or Kind.Approved or Kind.NeedsWork or Kind.Reviewed => null,
        _ => body["pull_request"]["updated_at"].Time,
    };

    static PullRequestComment? CommentOf(ForgeDelivery delivery, Part body, ForgePerson actor)
    {
        var (comment, review) = (body["comment"], body["review"]);
        if (comment["id"].Id is { } id)
        {
            var author = GiteaPullRequest.PersonOf(comment["user"]) ?? actor;
            return new PullRequestComment(id, comment["body"].Block ?? "", author, Url: comment["html_url"].Link, File: comment["path"].Line);
        }

        // A review has no id in the payload; its delivery has.
        return review.IsObject ? new PullRequestComment("review-" + delivery.EventId, review["content"].Block ?? "", actor) : null;
    }
}
