namespace Postroom.Forges;

/// <summary>An event to be kept.</summary>
public sealed record NewInboxEvent
{
    /// <summary>The id of the forge source, or <c>api-</c> and an app's name.</summary>
    public required string Source { get; init; }

    /// <summary>The sender's own id of the delivery, unique in its source.</summary>
    public required string EventId { get; init; }

    /// <summary>
    /// How <see cref="EventId"/> begins where the sender gives none and the same bytes begin alike; null: the id alone tells a repeat.
    /// </summary>
    public string? RepeatKey { get; init; }

    /// <summary>What the source runs; null: the neutral API.</summary>
    public ForgeKind? Forge { get; init; }

    /// <summary>The name of the event as the sender says it, such as <c>pr:opened</c>.</summary>
    public required string EventName { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary><see cref="InboxState.Received"/>, or where it ends at the door.</summary>
    public InboxState State { get; init; }

    /// <summary>Why it was ignored or failed; null: it was not.</summary>
    public ForgeReason? Reason { get; init; }

    /// <summary>What it is about; null: unknown.</summary>
    public InboxSubject? Subject { get; init; }

    /// <summary>What it shows of people, remembered with it; null: that is remembered when it is done with.</summary>
    public Memory.Sighting? Sighting { get; init; }

    /// <summary>The headers worth keeping, one a line; none is a secret.</summary>
    public string Headers { get; init; } = "";

    /// <summary>The payload as JSON; empty: it was not kept.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>What an event is about, for lists.</summary>
/// <param name="Kind">What happened, the name of a <see cref="Notifications.PullRequestEventKind"/>.</param>
/// <param name="PullRequest">Such as <c>PROJ/tool #12</c>.</param>
/// <param name="Title">The title of the pull request.</param>
/// <param name="Actor">Who did it.</param>
public sealed record InboxSubject(string Kind, string PullRequest, string Title, string Actor);

/// <summary>An event in the inbox, without its payload.</summary>
public sealed record InboxItem
{
    /// <summary>Its number, rising.</summary>
    public required long Id { get; init; }

    /// <summary>The id of the forge source, or <c>api-</c> and an app's name.</summary>
    public required string Source { get; init; }

    /// <summary>The sender's own id of the delivery.</summary>
    public required string EventId { get; init; }

    /// <summary>What the source runs; null: the neutral API.</summary>
    public ForgeKind? Forge { get; init; }

    /// <summary>The name of the event as the sender says it.</summary>
    public required string EventName { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What has become of it.</summary>
    public required InboxState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next; null: it is not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was done with; null: it is not.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Why it was ignored, failed, or must be tried again; null: none of these.</summary>
    public ForgeReason? Reason { get; init; }

    /// <summary>What it is about; null: unknown.</summary>
    public InboxSubject? Subject { get; init; }
}

/// <summary>An event in the inbox with its payload.</summary>
/// <param name="Item">All but the payload.</param>
/// <param name="Headers">The headers that were kept, one a line.</param>
/// <param name="Body">The payload as JSON; empty: it was not kept.</param>
public sealed record InboxEvent(InboxItem Item, string Headers, ReadOnlyMemory<byte> Body);

/// <summary>Which events of the inbox are wanted.</summary>
/// <param name="Text">What pull request, title, actor, event or id contains; null: anything.</param>
/// <param name="State">Their state; null: any.</param>
/// <param name="Source">Their source; null: any.</param>
/// <param name="BeforeId">Only older ones than this; null: from the newest.</param>
public sealed record InboxFilter(string? Text = null, InboxState? State = null, string? Source = null, long? BeforeId = null);
