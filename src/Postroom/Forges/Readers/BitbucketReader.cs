using Postroom.Notifications;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Forges.Readers;

/// <summary>Reads the webhooks of Bitbucket Server and Data Center: one <c>eventKey</c>, the whole pull request, addresses of everybody.</summary>
static class BitbucketReader
{
    public static ForgeReading Read(ForgeDelivery delivery, Part body)
    {
        var key = body["eventKey"].Word;
        if (!key.StartsWith("pr:", StringComparison.Ordinal)) return new ForgeReading.Ignored(ForgeReason.NotPullRequest(key.Length > 0 ? key : delivery.EventName));
        if (KindOf(key, body) is not { } kind) return new ForgeReading.Ignored(ForgeReason.ActionUntold(key));
        if (PersonOf(body["actor"]) is not { } actor) return new ForgeReading.Unreadable(ForgeReason.Missing("actor.name"));

        var part = body["pullRequest"];
        if (PullRequestOf(part, delivery.BaseUrl, out var missing) is not { } pullRequest) return new ForgeReading.Unreadable(ForgeReason.Missing(missing));
        var comment = kind is Kind.Commented or Kind.Replied or Kind.CommentEdited or Kind.CommentDeleted
            ? CommentOf(body, actor, pullRequest.Url)
            : null;
        return new ForgeReading.Happened(new PullRequestEvent
        {
            Source = delivery.Source,
            EventId = delivery.EventId,
            Kind = kind,
            At = body["date"].Time ?? delivery.ReceivedAt,
            Actor = actor,
            PullRequest = pullRequest,
            AddedReviewers = [.. body["addedReviewers"].Items.Select(PersonOf).OfType<ForgePerson>()],
            RemovedReviewers = [.. body["removedReviewers"].Items.Select(PersonOf).OfType<ForgePerson>()],
            Comment = comment,
            PreviousTitle = body["previousTitle"].Line is { } title && title != pullRequest.Title ? title : null,
            PreviousText = PreviousTextOf(body, key, pullRequest.Description),
            PreviousTarget = kind == Kind.Retargeted ? body["previousTarget"]["displayId"].Line : null,
            Commit = kind == Kind.Pushed ? part["fromRef"]["latestCommit"].Id : null,
        });
    }

    static Kind? KindOf(string key, Part body) => key switch
    {
        "pr:opened" => IsDraft(body["pullRequest"]) ? Kind.OpenedAsDraft : Kind.Opened,
        "pr:from_ref_updated" => Kind.Pushed,
        "pr:to_ref_updated" => WasRetargeted(body) ? Kind.Retargeted : null,
        "pr:modified" => ModifiedKind(body),
        "pr:reviewer:updated" => Kind.ReviewersChanged,
        "pr:reviewer:approved" => Kind.Approved,
        // The same event tells of an approval taken back and of "needs work" taken back.
        "pr:reviewer:unapproved" => body["previousStatus"].Word == "NEEDS_WORK" ? Kind.Reviewed : Kind.Unapproved,
        "pr:reviewer:needs_work" or "pr:reviewer:changes_requested" => Kind.NeedsWork,
        "pr:merged" => Kind.Merged,
        "pr:declined" => Kind.Declined,
        "pr:reopened" => Kind.Reopened,
        "pr:deleted" => Kind.Deleted,
        "pr:comment:added" => body["commentParentId"].Exists ? Kind.Replied : Kind.Commented,
        "pr:comment:edited" => Kind.CommentEdited,
        "pr:comment:deleted" => Kind.CommentDeleted,
        _ => null,
    };

    static Kind ModifiedKind(Part body)
    {
        if (WasRetargeted(body)) return Kind.Retargeted;
        var (before, now) = (body["previousDraft"], body["pullRequest"]["draft"]);
        bool? isDraft = before.Exists && before.Flag != now.Flag ? now.Flag : null;
        // Versions without drafts: people mark them in the title.
        if (!now.Exists) isDraft = DraftTitle.Change(body["previousTitle"].Line, body["pullRequest"]["title"].Line);
        return isDraft is not { } known ? Kind.Edited : known ? Kind.ConvertedToDraft : Kind.ReadyForReview;
    }

    static bool IsDraft(Part part) => part["draft"].Exists ? part["draft"].Flag : DraftTitle.IsMarked(part["title"].Line);

    static bool WasRetargeted(Part body) =>
        body["previousTarget"]["id"].Line is { } before && before != body["pullRequest"]["toRef"]["id"].Line;

    internal static PullRequest? PullRequestOf(Part part, Uri? baseUrl, out string missing)
    {
        var repository = part["toRef"]["repository"];
        var (number, title) = (part["id"].Positive, part["title"].Line);
        var (project, slug) = (ProjectOf(repository["project"]), repository["slug"].Line);
        missing = number is null ? "pullRequest.id"
            : title is null ? "pullRequest.title"
            : project is null ? "pullRequest.toRef.repository.project.key"
            : slug is null ? "pullRequest.toRef.repository.slug"
            : "";
        if (missing.Length > 0) return null;
        return new PullRequest
        {
            Forge = ForgeKind.BitbucketServer.Word(),
            Project = project!,
            Repository = slug!,
            Number = number!.Value,
            Title = title!,
            Description = part["description"].Block,
            Url = part["links"]["self"].First["href"].Link ?? Built(baseUrl, project!, slug!, number.Value),
            Author = PersonOf(part["author"]["user"]),
            Reviewers = [.. part["reviewers"].Items.Select(reviewer => PersonOf(reviewer["user"])).OfType<ForgePerson>()],
            Participants = [.. part["participants"].Items.Select(participant => PersonOf(participant["user"])).OfType<ForgePerson>()],
            SourceBranch = part["fromRef"]["displayId"].Line,
            TargetBranch = part["toRef"]["displayId"].Line,
            IsDraft = IsDraft(part),
        };
    }

    // Where there was no description before, the field is missing.
    static string? PreviousTextOf(Part body, string key, string? description) => key switch
    {
        "pr:comment:edited" => body["previousComment"].Block,
        "pr:modified" => body["previousDescription"].Block is var before && before != description ? before ?? "" : null,
        _ => null,
    };

    static string? ProjectOf(Part project) =>
        project["key"].Line ?? (project["owner"]["slug"].Line is { } owner ? "~" + owner : null);

    // Older versions send no links.
    static Uri? Built(Uri? baseUrl, string project, string slug, long number)
    {
        var id = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return project.StartsWith('~')
            ? ForgeLink.Under(baseUrl, "users", project[1..], "repos", slug, "pull-requests", id)
            : ForgeLink.Under(baseUrl, "projects", project, "repos", slug, "pull-requests", id);
    }

    static PullRequestComment? CommentOf(Part body, ForgePerson actor, Uri? pullRequest)
    {
        var comment = body["comment"];
        if (comment["id"].Id is not { } id) return null;
        var anchor = comment["anchor"];
        return new PullRequestComment(
            id, comment["text"].Block ?? "", PersonOf(comment["author"]) ?? actor, body["commentParentId"].Id,
            ForgeLink.With(pullRequest, "/overview?commentId=" + Uri.EscapeDataString(id)),
            anchor["path"].Line, anchor["line"].LineNumber);
    }

    static ForgePerson? PersonOf(Part user) => user["name"].Line is { } login
        ? new ForgePerson(
            login, user["displayName"].Line, ForgeAddress.Usable(user["emailAddress"].Text), IsBot: user["type"].Word == "SERVICE")
        : null;
}
