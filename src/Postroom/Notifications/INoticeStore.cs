namespace Postroom.Notifications;

/// <summary>Keeps what happened, what is to be told of it, and what is not told and why.</summary>
public interface INoticeStore
{
    /// <summary>
    /// Keeps an event with all it means, in one transaction: what is to be told goes into the stories of its people, what is
    /// not goes into the list of notices not sent. False, and nothing is changed, when the event was kept before.
    /// </summary>
    Task<bool> RecordAsync(HandledEvent handled, CancellationToken cancellationToken);

    /// <summary>The notices not sent, newest first.</summary>
    /// <param name="text">Only those whose login, address or pull request contains this; null: all.</param>
    /// <param name="reason">Only those for this reason; null: all.</param>
    /// <param name="before">Only those before this number; null: from the newest.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<Notice>> ListAsync(string? text, NotSentReason? reason, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets notices, events and sent mails from before a moment that nothing waits for. Returns how many rows went.</summary>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>An event and what it means.</summary>
public sealed record HandledEvent
{
    /// <summary>The event.</summary>
    public required PullRequestEvent Event { get; init; }

    /// <summary>The names of its pull request. The subject of the first event stays.</summary>
    public required ThreadNames Names { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whom it concerns, routed.</summary>
    public required IReadOnlyList<Recipient> Recipients { get; init; }

    /// <summary>When digests are due.</summary>
    public required NotificationSettings Settings { get; init; }

    /// <summary>Whether it also goes into every open story of the pull request that has the same comment, as it changes what is there.</summary>
    public bool IsCorrection => Event.Kind is PullRequestEventKind.CommentEdited or PullRequestEventKind.CommentDeleted;
}
