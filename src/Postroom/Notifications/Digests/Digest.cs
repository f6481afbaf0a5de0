using Postroom.Notifications.Choices;
using Postroom.People;

namespace Postroom.Notifications.Digests;

/// <summary>A mail to come: what one person is to be told of one pull request. Nobody else writes it while it is in hand.</summary>
public sealed record Digest
{
    /// <summary>Names it for ever; the mail's idempotency key.</summary>
    public required long Id { get; init; }

    /// <summary>Whom.</summary>
    public required Person Person { get; init; }

    /// <summary>Where they stand towards the pull request now.</summary>
    public required PersonSubscription Subscription { get; init; }

    /// <summary>The pull request by its number here, for links to unsubscribe.</summary>
    public required long Thread { get; init; }

    /// <summary>See <see cref="ThreadNames.Root"/>.</summary>
    public required string Root { get; init; }

    /// <summary>The subject of every mail of the pull request.</summary>
    public required string Subject { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<DigestItem> Items { get; init; }
}

/// <summary>One thing in a digest.</summary>
/// <param name="Event">What happened.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="Kind">What the person is told.</param>
/// <param name="Reason">Why; null: it is not told, it only changes what else is there.</param>
/// <param name="ParentText">The text of the comment it answers, as far as it is known; null: none.</param>
public sealed record DigestItem(
    PullRequestEvent Event, DateTimeOffset ReceivedAt, NoticeKind Kind, RecipientReason? Reason,
    string? ParentText = null)
{
    /// <summary>See <see cref="Recipient.Further"/>.</summary>
    public IReadOnlyList<NoticeReason> Further { get; init; } = [];

    /// <summary>The item on the strongest reason the person now wishes to hear of; null: on none. What is not told anyway stays as it is.</summary>
    public DigestItem? As(PersonChoices choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (Reason is not { } reason) return this;
        return choices.Wished(Further.Prepend(new NoticeReason(Kind, reason))) is [var told, .. var further]
            ? this with { Kind = told.Kind, Reason = told.Reason, Further = further }
            : null;
    }
}

/// <summary>What became of a digest in hand.</summary>
public abstract record DigestOutcome
{
    private protected DigestOutcome(Digest digest) => Digest = digest;

    /// <summary>The digest.</summary>
    public Digest Digest { get; }

    /// <summary>Its mail is accepted, or there was nothing left to tell. It is forgotten.</summary>
    public sealed record Done(
        Digest Told, bool HasMail,
        IReadOnlyList<(DigestItem Item, NotSentReason Reason)> NotSent) : DigestOutcome(Told);

    /// <summary>It cannot be sent now. It is open again, gathers what happens meanwhile, and comes back then.</summary>
    public sealed record Later(Digest Told, DateTimeOffset At) : DigestOutcome(Told);
}
