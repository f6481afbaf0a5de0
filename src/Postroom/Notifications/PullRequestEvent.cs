namespace Postroom.Notifications;

/// <summary>Something that happened to a pull request, in one shape for every forge.</summary>
public sealed record PullRequestEvent
{
    /// <summary>Where it came from: the id of a forge source, or <c>api-</c> and an app's name.</summary>
    public required string Source { get; init; }

    /// <summary>The sender's own id of this delivery, unique in its source; a repeat has the same.</summary>
    public required string EventId { get; init; }

    /// <summary>What happened.</summary>
    public required PullRequestEventKind Kind { get; init; }

    /// <summary>When it happened by the forge's clock; where the payload has no time, when it was received.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it. Nobody is told of an action of their own.</summary>
    public required ForgePerson Actor { get; init; }

    /// <summary>The pull request as it is after the event.</summary>
    public required PullRequest PullRequest { get; init; }

    /// <summary>Reviewers who were asked by this event.</summary>
    public IReadOnlyList<ForgePerson> AddedReviewers { get; init; } = [];

    /// <summary>Reviewers who were released by this event.</summary>
    public IReadOnlyList<ForgePerson> RemovedReviewers { get; init; } = [];

    /// <summary>Whom it was assigned to by this event.</summary>
    public IReadOnlyList<ForgePerson> AddedAssignees { get => field ?? []; init; } = [];

    /// <summary>Whom it is assigned to no longer, by this event.</summary>
    public IReadOnlyList<ForgePerson> RemovedAssignees { get => field ?? []; init; } = [];

    /// <summary>The comment, reply or text of a review; null: the event has none.</summary>
    public PullRequestComment? Comment { get; init; }

    /// <summary>The title before an edit; null: it did not change, or the forge does not say.</summary>
    public string? PreviousTitle { get; init; }

    /// <summary>The description or comment before this edit; empty: there was none; null: it did not change, or the forge does not say.</summary>
    public string? PreviousText { get; init; }

    /// <summary>The target branch before it changed; null: it did not.</summary>
    public string? PreviousTarget { get; init; }

    /// <summary>The newest commit of the source branch after a push; null: not a push, or the forge does not say.</summary>
    public string? Commit { get; init; }

    /// <summary>The newest commit before the push; null: not a push, or the forge does not say.</summary>
    public string? PreviousCommit { get; init; }

    /// <summary>
    /// What the push brought, oldest first, as far as the payload says: some forges tell the newest alone.
    /// </summary>
    public IReadOnlyList<PullRequestCommit> Commits { get => field ?? []; init; }
}

/// <summary>What can happen to a pull request.</summary>
public enum PullRequestEventKind
{
    /// <summary>It was opened, ready for review.</summary>
    Opened = 0,

    /// <summary>It was opened as a draft.</summary>
    OpenedAsDraft = 1,

    /// <summary>New commits.</summary>
    Pushed = 2,

    /// <summary>Another target branch.</summary>
    Retargeted = 3,

    /// <summary>Title or description changed.</summary>
    Edited = 4,

    /// <summary>Reviewers were asked or released.</summary>
    ReviewersChanged = 5,

    /// <summary>A reviewer approved.</summary>
    Approved = 6,

    /// <summary>A reviewer took the approval back.</summary>
    Unapproved = 7,

    /// <summary>A reviewer asks for changes.</summary>
    NeedsWork = 8,

    /// <summary>A review that neither approves nor asks for changes.</summary>
    Reviewed = 9,

    /// <summary>A comment.</summary>
    Commented = 10,

    /// <summary>An answer to a comment.</summary>
    Replied = 11,

    /// <summary>A comment was changed.</summary>
    CommentEdited = 12,

    /// <summary>A comment was deleted.</summary>
    CommentDeleted = 13,

    /// <summary>It was merged.</summary>
    Merged = 14,

    /// <summary>It was declined, or closed without a merge.</summary>
    Declined = 15,

    /// <summary>It was opened again.</summary>
    Reopened = 16,

    /// <summary>It was deleted.</summary>
    Deleted = 17,

    /// <summary>It became a draft.</summary>
    ConvertedToDraft = 18,

    /// <summary>A draft became ready for review.</summary>
    ReadyForReview = 19,

    /// <summary>It is to be merged as soon as it may.</summary>
    AutoMergeRequested = 20,

    /// <summary>It is no longer to be merged by itself.</summary>
    AutoMergeCancelled = 21,

    /// <summary>It could not be merged by itself.</summary>
    AutoMergeFailed = 22,

    /// <summary>It was assigned to somebody, or is no longer.</summary>
    AssigneesChanged = 23,

    /// <summary>Somebody took a reviewer's verdict away; the comment's author is that reviewer.</summary>
    Dismissed = 24,
}
