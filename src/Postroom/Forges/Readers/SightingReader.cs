using System.Text.Json;
using Postroom.Forges.Memory;
using Postroom.Notifications;
using Kind = Postroom.Notifications.PullRequestEventKind;

namespace Postroom.Forges.Readers;

/// <summary>Reads what a payload shows of people, be it told to anybody or not.</summary>
static class SightingReader
{
    /// <summary>What a payload of a forge shows.</summary>
    public static Sighting Of(ForgeKind kind, ForgeDelivery delivery, JsonElement root, ForgeReading reading)
    {
        var nothing = new Sighting { Source = delivery.Source, At = delivery.ReceivedAt };
        try
        {
            var body = new Part(root);
            var seen = nothing with { People = PeopleInPayload.In(kind, body) };
            if (reading is ForgeReading.Happened happened) return Of(seen, happened.PullRequestEvent, kind, body);
            return ForgeReader.PullRequestOf(kind, delivery, body) is { } pullRequest
                ? Of(seen, pullRequest, kind, body) : seen;
        }
        catch (InvalidOperationException)
        {
            return nothing; // A text with half a surrogate pair (RFC 8259 §8.2).
        }
    }

    /// <summary>What an event of the neutral API shows. Its lists say everybody, where they say anybody.</summary>
    public static Sighting Of(PullRequestEvent e, DateTimeOffset receivedAt)
    {
        var seen = Of(new Sighting { Source = e.Source, At = receivedAt }, e, null, default);
        return seen with
        {
            Complete =
            [
                .. e.PullRequest.Reviewers.Count > 0 ? [PullRequestRole.Asked] : Array.Empty<PullRequestRole>(),
                .. e.PullRequest.Assignees.Count > 0 ? [PullRequestRole.Assignee] : Array.Empty<PullRequestRole>(),
            ],
        };
    }

    static Sighting Of(Sighting seen, PullRequestEvent e, ForgeKind? kind, Part body)
    {
        var all = Of(seen, e.PullRequest, kind, body);
        ForgeIdentity Who(ForgePerson person) => IdentityOf(seen, person);
        var isVerdict = e.Kind is Kind.Approved or Kind.NeedsWork or Kind.Unapproved or Kind.Dismissed;
        var reviewer = e is { Kind: Kind.Dismissed, Comment.Author: { } dismissed } ? dismissed : e.Actor;
        var comment = e.Comment is { } written && (written.Text.Length > 0 || e.Kind == Kind.CommentDeleted)
            ? written : null;
        return all with
        {
            Present =
            [
                .. all.Present,
                .. e.AddedReviewers.Select(person => new SeenRole(PullRequestRole.Asked, Who(person))),
                .. e.AddedAssignees.Select(person => new SeenRole(PullRequestRole.Assignee, Who(person))),
                .. isVerdict ? [new SeenRole(PullRequestRole.Reviewed, Who(reviewer))] : Array.Empty<SeenRole>(),
            ],
            Removed =
            [
                .. e.RemovedReviewers.Select(person => new SeenRole(PullRequestRole.Asked, Who(person))),
                .. e.RemovedAssignees.Select(person => new SeenRole(PullRequestRole.Assignee, Who(person))),
            ],
            Comment = comment is null ? null : new SeenComment(
                comment.Id, comment.Discussion, Who(comment.Author), e.Kind == Kind.CommentDeleted),
            IsDeleted = e.Kind == Kind.Deleted,
        };
    }

    static Sighting Of(Sighting seen, PullRequest pullRequest, ForgeKind? kind, Part body)
    {
        var roles = new List<SeenRole>();
        void Add(PullRequestRole role, IEnumerable<ForgePerson> people) =>
            roles.AddRange(people.Select(person => new SeenRole(role, IdentityOf(seen, person))));
        if (pullRequest.Author is { } author) Add(PullRequestRole.Author, [author]);
        Add(PullRequestRole.Asked, pullRequest.Reviewers);
        Add(PullRequestRole.Assignee, pullRequest.Assignees);
        Add(PullRequestRole.Participant, pullRequest.Participants);
        var (numbered, complete) = kind == ForgeKind.GitLab ? GitLabRoles.Of(body) : ([], CompleteOf(kind, body));
        return seen with
        {
            Root = ThreadNames.Of(pullRequest).Root,
            Present = [.. roles, .. numbered.Where(
                one => !roles.Exists(known => known.Role == one.Role && known.Who.IsSameAs(one.Who)))],
            Complete = complete,
            State = kind == ForgeKind.BitbucketCloud
                ? new SeenState(body["pullrequest"]["source"]["commit"]["hash"].Id, pullRequest.Title,
                    pullRequest.TargetBranch, pullRequest.IsDraft)
                : null,
            IsUnsaid = kind == ForgeKind.BitbucketCloud,
        };
    }

    // GitHub and Gitea take who has reviewed out of those who are asked, so their list of these is never everybody.
    static IReadOnlyList<PullRequestRole> CompleteOf(ForgeKind? kind, Part body) => kind switch
    {
        ForgeKind.BitbucketServer when body["pullRequest"]["reviewers"].IsList => [PullRequestRole.Asked],
        ForgeKind.BitbucketCloud when body["pullrequest"]["reviewers"].IsList => [PullRequestRole.Asked],
        ForgeKind.GitHub or ForgeKind.Gitea when body[body["pull_request"].IsObject ? "pull_request"
            : "issue"]["assignees"].IsList => [PullRequestRole.Assignee],
        _ => [],
    };

    static ForgeIdentity IdentityOf(Sighting seen, ForgePerson person) =>
        seen.People.FirstOrDefault(who => string.Equals(who.Login, person.Login, StringComparison.OrdinalIgnoreCase))
        ?? new ForgeIdentity(null, person.Login, person.Name, person.IsBot);
}
