using Postroom.People;

namespace Postroom.Notifications;

/// <summary>Says who is told of an event, as Bitbucket Data Center does for its own mail; the same for every forge. A pure function.</summary>
public static class Recipients
{
    /// <summary>Everybody the event concerns, each person once, the actor and those without an address with the reason why they are not told. Programs are left out.</summary>
    public static IReadOnlyList<Recipient> Of(PullRequestEvent e, EventPeople people)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(people);
        var bots = Everybody(e).Where(person => person.IsBot).Select(person => person.Login).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var actor = IdentityOf(e.Actor.Login, people.ByLogin.GetValueOrDefault(e.Actor.Login));
        var recipients = new Dictionary<string, Recipient>(StringComparer.OrdinalIgnoreCase);
        foreach (var candidate in Candidates(e, people).Where(candidate => !bots.Contains(candidate.Login)))
        {
            var recipient = candidate with { Person = candidate.Person ?? people.ByLogin.GetValueOrDefault(candidate.Login) };
            var identity = IdentityOf(recipient.Login, recipient.Person);
            recipients[identity] = recipients.TryGetValue(identity, out var first)
                ? WithReason(first, recipient)
                : recipient with
                {
                    NotSent = identity.Equals(actor, StringComparison.OrdinalIgnoreCase) ? NotSentReason.OwnAction
                    : recipient.Person?.Email is null ? NotSentReason.NoAddress
                    : null,
                };
        }

        return [.. recipients.Values];
    }

    /// <summary>Whether the author is told of events of this kind.</summary>
    public static bool TellsAuthor(PullRequestEventKind kind) => kind is not (
        PullRequestEventKind.Opened or PullRequestEventKind.OpenedAsDraft or PullRequestEventKind.CommentEdited
        or PullRequestEventKind.CommentDeleted or PullRequestEventKind.AssigneesChanged);

    /// <summary>Every person an event names, the mentioned left out.</summary>
    public static IEnumerable<ForgePerson> Everybody(PullRequestEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new[] { e.Actor, e.PullRequest.Author, e.Comment?.Author }.OfType<ForgePerson>()
            .Concat(e.PullRequest.Reviewers).Concat(e.PullRequest.Assignees).Concat(e.PullRequest.Participants)
            .Concat(e.AddedReviewers).Concat(e.RemovedReviewers).Concat(e.AddedAssignees).Concat(e.RemovedAssignees);
    }

    // In this order, which is that of NoticeKinds.RankOf: of several reasons for one person the first counts.
    static IEnumerable<Recipient> Candidates(PullRequestEvent e, EventPeople people)
    {
        var asked = e.Kind == PullRequestEventKind.ReviewersChanged
            ? Tell(e.AddedReviewers, NoticeKind.ReviewerAdded, RecipientReason.Reviewer)
                .Concat(Tell(e.RemovedReviewers, NoticeKind.ReviewerRemoved, RecipientReason.Reviewer))
            : [];
        var addressed = asked
            .Concat(Tell(e.AddedAssignees, NoticeKind.Assigned, RecipientReason.Assignee))
            .Concat(Tell(e.RemovedAssignees, NoticeKind.Unassigned, RecipientReason.Assignee))
            .Concat(e.Kind == PullRequestEventKind.Opened ? Reviewers(e) : []);
        var mentioned = people.Named.Select(login => Candidate(login, null, NoticeKind.Mentioned, RecipientReason.Mentioned));
        return addressed.Concat(mentioned).Concat(ByRole(e, people));
    }

    static IEnumerable<Recipient> ByRole(PullRequestEvent e, EventPeople people) => e.Kind switch
    {
        // A correction is nothing to tell: it changes what is still to be told.
        PullRequestEventKind.Opened or PullRequestEventKind.CommentEdited or PullRequestEventKind.CommentDeleted
            or PullRequestEventKind.AssigneesChanged => [],
        PullRequestEventKind.OpenedAsDraft => Reviewers(e),
        PullRequestEventKind.ReviewersChanged or PullRequestEventKind.Reviewed or PullRequestEventKind.AutoMergeFailed => Author(e),
        _ => Watchers(e, people),
    };

    static IEnumerable<Recipient> Author(PullRequestEvent e) =>
        e.PullRequest.Author is { } author ? Tell([author], (NoticeKind)e.Kind, RecipientReason.Author) : [];

    static IEnumerable<Recipient> Reviewers(PullRequestEvent e) => Tell(e.PullRequest.Reviewers, (NoticeKind)e.Kind, RecipientReason.Reviewer);

    static IEnumerable<Recipient> Watchers(PullRequestEvent e, EventPeople people) => Author(e)
        .Concat(Reviewers(e))
        .Concat(Tell(e.PullRequest.Assignees, (NoticeKind)e.Kind, RecipientReason.Assignee))
        .Concat(Tell(e.PullRequest.Participants, (NoticeKind)e.Kind, RecipientReason.Participant))
        .Concat(people.Watchers.Select(person => Candidate("", person, (NoticeKind)e.Kind, RecipientReason.Watcher)));

    static IEnumerable<Recipient> Tell(IEnumerable<ForgePerson> people, NoticeKind kind, RecipientReason reason) =>
        people.Select(person => Candidate(person.Login, null, kind, reason));

    static Recipient Candidate(string login, Person? person, NoticeKind kind, RecipientReason reason) =>
        new(login, person, kind, reason, NoticeKinds.IsUrgent(kind));

    // What people choose, they choose for kinds: a second reason for the same kind decides nothing.
    static Recipient WithReason(Recipient first, Recipient again) =>
        first.Reasons.Any(reason => reason.Kind == again.Kind)
        ? first
        : first with { Further = [.. first.Further, new NoticeReason(again.Kind, again.Reason)] };

    // A person may have several logins; an unknown login is a person of its own.
    static string IdentityOf(string login, Person? person) => person is null ? "login " + login : person.Id.ToString("D");
}
