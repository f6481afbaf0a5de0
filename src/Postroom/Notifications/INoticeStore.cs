namespace Postroom.Notifications;

/// <summary>Keeps what happened, what is to be told of it, and what is not told and why.</summary>
public interface INoticeStore
{
    /// <summary>
    /// Keeps an event with all it means, in one transaction: what is to be told goes into the digests of its people, what is
    /// not goes into the list of notices not sent. False, and nothing is changed, when the event was kept before.
    /// </summary>
    Task<bool> RecordAsync(HandledEvent handled, CancellationToken cancellationToken);

    /// <summary>What was kept before of the text an event brings.</summary>
    /// <param name="source">The source of the pull request.</param>
    /// <param name="root">Its <see cref="ThreadNames.Root"/>.</param>
    /// <param name="text">See <see cref="EventText.Key"/>.</param>
    /// <param name="discussion">See <see cref="PullRequestComment.Discussion"/>; null: none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<EarlierText> EarlierAsync(string source, string root, string text, string? discussion, CancellationToken cancellationToken);

    /// <summary>The notices not sent, newest first.</summary>
    /// <param name="text">Only those whose login, address or pull request contains this; null: all.</param>
    /// <param name="reason">Only those for this reason; null: all.</param>
    /// <param name="before">Only those before this number; null: from the newest.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<UnsentNotice>> ListAsync(string? text, NotSentReason? reason, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets notices, events and sent mails from before a moment that nothing waits for. Returns how many rows went.</summary>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>What was kept of a text when earlier events brought it.</summary>
/// <param name="Named">Whom it named, without regard to case; null: nothing was kept of it.</param>
/// <param name="Answered">The first comment of its discussion; null: none was kept.</param>
public sealed record EarlierText(IReadOnlySet<string>? Named, string? Answered)
{
    /// <summary>Nothing was kept.</summary>
    public static EarlierText None { get; } = new(null, null);
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

    /// <summary>Whether it also goes into every open digest of the pull request that has the same comment, as it changes what is there.</summary>
    public bool IsCorrection => Event.Kind is PullRequestEventKind.CommentEdited or PullRequestEventKind.CommentDeleted;
}
