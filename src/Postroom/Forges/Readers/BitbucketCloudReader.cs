using Postroom.Notifications;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Forges.Readers;

/// <summary>
/// Reads the webhooks of Bitbucket Cloud: the event is in the header alone, the pull request is whole, nobody has an
/// address,
/// and an update does not say what it changed.
/// </summary>
static class BitbucketCloudReader
{
    const string Prefix = "pullrequest:";

    public static ForgeReading Read(ForgeDelivery delivery, Part body)
    {
        var key = delivery.EventName;
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new ForgeReading.Ignored(ForgeReason.NotPullRequest(key));
        }

        if (KindOf(key[Prefix.Length..], body) is not { } kind)
        {
            return new ForgeReading.Ignored(ForgeReason.ActionUntold(key));
        }

        if (PersonOf(body["actor"]) is not { } actor)
        {
            return new ForgeReading.Unreadable(ForgeReason.Missing("actor.account_id"));
        }

        if (PullRequestOf(body, out var missing) is not { } pullRequest)
        {
            return new ForgeReading.Unreadable(ForgeReason.Missing(missing));
        }

        return new ForgeReading.Happened(new PullRequestEvent
        {
            Source = delivery.Source,
            EventId = delivery.EventId,
            Kind = kind,
            At = TimeOf(body, kind) ?? delivery.ReceivedAt,
            Actor = actor,
            PullRequest = pullRequest,
            Comment = CommentOf(body["comment"], actor),
        });
    }

    /// <summary>The pull request of a payload; null: something that names it is missing.</summary>
    public static PullRequest? PullRequestOf(Part body, out string missing)
    {
        var part = body["pullrequest"];
        var path = part["destination"]["repository"]["full_name"].Line ?? body["repository"]["full_name"].Line ?? "";
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (number, title) = (part["id"].Positive, part["title"].Line);
        missing = number is null ? "pullrequest.id"
            : title is null ? "pullrequest.title"
            : slash <= 0 || slash == path.Length - 1 ? "repository.full_name"
            : "";
        if (missing.Length > 0) return null;
        return new PullRequest
        {
            Forge = ForgeKind.BitbucketCloud.Word(),
            Project = path[..slash],
            Repository = path[(slash + 1)..],
            Number = number!.Value,
            Title = title!,
            Description = part["description"].Block ?? part["summary"]["raw"].Block,
            Url = part["links"]["html"]["href"].Link,
            Author = PersonOf(part["author"]),
            Reviewers = [.. part["reviewers"].Items.Select(PersonOf).OfType<ForgePerson>()],
            Participants =
            [
                .. part["participants"].Items.Where(one => one["role"].Word != "REVIEWER")
                    .Select(one => PersonOf(one["user"])).OfType<ForgePerson>(),
            ],
            SourceBranch = part["source"]["branch"]["name"].Line,
            TargetBranch = part["destination"]["branch"]["name"].Line,
            IsDraft = IsDraft(part),
        };
    }

    public static bool IsDraft(Part part) => part["draft"].Exists ? part["draft"].Flag
        : DraftTitle.IsMarked(part["title"].Line);

    // Names are not unique and may change; an account id is what a mention is written with, too.
    internal static ForgePerson? PersonOf(Part user) =>
        (user["account_id"].Line ?? user["username"].Line ?? user["uuid"].Line) is { } login
            ? new ForgePerson(login, user["display_name"].Line ?? user["nickname"].Line,
                IsBot: IsBot(user["type"].Word))
            : null;

    internal static bool IsBot(string type) => type is "app_user" or "AppUser";

    static Kind? KindOf(string action, Part body) => action switch
    {
        "created" => IsDraft(body["pullrequest"]) ? Kind.OpenedAsDraft : Kind.Opened,
        "updated" => Kind.Edited,
        "approved" => Kind.Approved,
        "unapproved" => Kind.Unapproved,
        "changes_request_created" => Kind.NeedsWork,
        "changes_request_removed" => Kind.Reviewed,
        "fulfilled" => Kind.Merged,
        "rejected" => Kind.Declined,
        "comment_created" => body["comment"]["parent"]["id"].Exists ? Kind.Replied : Kind.Commented,
        "comment_updated" => Kind.CommentEdited,
        "comment_deleted" => Kind.CommentDeleted,
        _ => null,
    };

    static DateTimeOffset? TimeOf(Part body, Kind kind) => kind switch
    {
        Kind.Commented or Kind.Replied => body["comment"]["created_on"].Time,
        Kind.CommentEdited or Kind.CommentDeleted => body["comment"]["updated_on"].Time,
        Kind.Approved or Kind.Unapproved => body["approval"]["date"].Time,
        Kind.NeedsWork or Kind.Reviewed => body["changes_request"]["date"].Time,
        _ => body["pullrequest"]["updated_on"].Time,
    };

    static PullRequestComment? CommentOf(Part comment, ForgePerson actor)
    {
        if (comment["id"].Id is not { } id) return null;
        var inline = comment["inline"];
        return new PullRequestComment(id, comment["content"]["raw"].Block ?? "", PersonOf(comment["user"]) ?? actor,
                comment["parent"]["id"].Id, comment["links"]["html"]["href"].Link,
            inline["path"].Line, inline["to"].LineNumber ?? inline["from"].LineNumber);
    }
}
