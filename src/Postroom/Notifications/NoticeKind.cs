namespace Postroom.Notifications;

/// <summary>What a recipient is told: the kind of the event, or why it concerns just them.</summary>
public enum NoticeKind
{
    /// <summary>See <see cref="PullRequestEventKind.Opened"/>.</summary>
    Opened = 0,

    /// <summary>See <see cref="PullRequestEventKind.OpenedAsDraft"/>.</summary>
    OpenedAsDraft = 1,

    /// <summary>See <see cref="PullRequestEventKind.Pushed"/>.</summary>
    Pushed = 2,

    /// <summary>See <see cref="PullRequestEventKind.Retargeted"/>.</summary>
    Retargeted = 3,

    /// <summary>See <see cref="PullRequestEventKind.Edited"/>.</summary>
    Edited = 4,

    /// <summary>See <see cref="PullRequestEventKind.ReviewersChanged"/>: told to the author.</summary>
    ReviewersChanged = 5,

    /// <summary>See <see cref="PullRequestEventKind.Approved"/>.</summary>
    Approved = 6,

    /// <summary>See <see cref="PullRequestEventKind.Unapproved"/>.</summary>
    Unapproved = 7,

    /// <summary>See <see cref="PullRequestEventKind.NeedsWork"/>.</summary>
    NeedsWork = 8,

    /// <summary>See <see cref="PullRequestEventKind.Reviewed"/>.</summary>
    Reviewed = 9,

    /// <summary>See <see cref="PullRequestEventKind.Commented"/>.</summary>
    Commented = 10,

    /// <summary>See <see cref="PullRequestEventKind.Replied"/>.</summary>
    Replied = 11,

    /// <summary>See <see cref="PullRequestEventKind.CommentEdited"/>: never told, it changes the comment in what waits.</summary>
    CommentEdited = 12,

    /// <summary>See <see cref="PullRequestEventKind.CommentDeleted"/>: never told, it takes the comment out of what waits.</summary>
    CommentDeleted = 13,

    /// <summary>See <see cref="PullRequestEventKind.Merged"/>.</summary>
    Merged = 14,

    /// <summary>See <see cref="PullRequestEventKind.Declined"/>.</summary>
    Declined = 15,

    /// <summary>See <see cref="PullRequestEventKind.Reopened"/>.</summary>
    Reopened = 16,

    /// <summary>See <see cref="PullRequestEventKind.Deleted"/>.</summary>
    Deleted = 17,

    /// <summary>See <see cref="PullRequestEventKind.ConvertedToDraft"/>.</summary>
    ConvertedToDraft = 18,

    /// <summary>See <see cref="PullRequestEventKind.ReadyForReview"/>.</summary>
    ReadyForReview = 19,

    /// <summary>See <see cref="PullRequestEventKind.AutoMergeRequested"/>.</summary>
    AutoMergeRequested = 20,

    /// <summary>See <see cref="PullRequestEventKind.AutoMergeCancelled"/>.</summary>
    AutoMergeCancelled = 21,

    /// <summary>See <see cref="PullRequestEventKind.AutoMergeFailed"/>.</summary>
    AutoMergeFailed = 22,

    /// <summary>See <see cref="PullRequestEventKind.AssigneesChanged"/>: never told as such, but to those whom it concerns.</summary>
    AssigneesChanged = 23,

    /// <summary>See <see cref="PullRequestEventKind.Dismissed"/>.</summary>
    Dismissed = 24,

    /// <summary>The recipient is named in a description or comment.</summary>
    Mentioned = 100,

    /// <summary>The recipient is asked to review.</summary>
    ReviewerAdded = 101,

    /// <summary>The recipient need not review any more.</summary>
    ReviewerRemoved = 102,

    /// <summary>The pull request is assigned to the recipient.</summary>
    Assigned = 103,

    /// <summary>The pull request is assigned to the recipient no longer.</summary>
    Unassigned = 104,
}

/// <summary>Why somebody is told a kind. The earlier one counts where several hold for the same kind.</summary>
public enum RecipientReason
{
    /// <summary>They opened it.</summary>
    Author = 0,

    /// <summary>They are asked to review.</summary>
    Reviewer = 1,

    /// <summary>They took part.</summary>
    Participant = 2,

    /// <summary>They watch the pull request or its repository.</summary>
    Watcher = 3,

    /// <summary>They were named in a text.</summary>
    Mentioned = 4,

    /// <summary>It is assigned to them.</summary>
    Assignee = 5,
}

/// <summary>Kinds that belong together, which a person may choose for at once.</summary>
public enum NoticeTopic
{
    /// <summary>A pull request for them to review was opened.</summary>
    Opened = 0,

    /// <summary>They were asked to review, or released, or assigned; for authors: reviewers changed.</summary>
    ReviewRequests = 1,

    /// <summary>They were named.</summary>
    Mentions = 2,

    /// <summary>Comments and answers.</summary>
    Comments = 3,

    /// <summary>Approvals and other verdicts of reviewers.</summary>
    Reviews = 4,

    /// <summary>New commits.</summary>
    Pushes = 5,

    /// <summary>Another title, description, target or draft state.</summary>
    Changes = 6,

    /// <summary>Merged, declined, reopened or deleted.</summary>
    Outcomes = 7,

    /// <summary>Automatic merges.</summary>
    AutoMerges = 8,
}

/// <summary>Names and groups of <see cref="NoticeKind"/>.</summary>
public static class NoticeKinds
{
    /// <summary>The kinds somebody may be told of, in the order of their topics.</summary>
    public static IReadOnlyList<NoticeKind> Told { get; } =
    [
        .. Enum.GetValues<NoticeKind>().Where(kind => kind is not (NoticeKind.CommentEdited or NoticeKind.CommentDeleted or NoticeKind.AssigneesChanged)).OrderBy(TopicOf),
    ];

    /// <summary>The name letters know it by, such as <c>reviewerAdded</c>.</summary>
    public static string NameOf(NoticeKind kind) => CamelCase(kind.ToString());

    /// <summary>The name letters know it by, such as <c>author</c>.</summary>
    public static string NameOf(RecipientReason reason) => CamelCase(reason.ToString());

    /// <summary>Whether it goes out at once, unless the person wishes otherwise.</summary>
    public static bool IsUrgent(NoticeKind kind) =>
        kind is NoticeKind.Opened or NoticeKind.ReviewerAdded or NoticeKind.Assigned or NoticeKind.Mentioned or NoticeKind.AutoMergeFailed;

    /// <summary>
    /// Which kind counts where one event concerns somebody for several: the lowest. What is said to them as a reviewer or
    /// assignee comes first, then that they were named, then what all hear.
    /// </summary>
    public static int RankOf(NoticeKind kind) => kind switch
    {
        NoticeKind.ReviewerAdded => 0,
        NoticeKind.ReviewerRemoved => 1,
        NoticeKind.Assigned => 2,
        NoticeKind.Unassigned => 3,
        NoticeKind.Opened => 4,
        NoticeKind.Mentioned => 5,
        _ => 6,
    };

    /// <summary>The topic it belongs to.</summary>
    public static NoticeTopic TopicOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Opened or NoticeKind.OpenedAsDraft => NoticeTopic.Opened,
        NoticeKind.ReviewersChanged or NoticeKind.ReviewerAdded or NoticeKind.ReviewerRemoved
            or NoticeKind.AssigneesChanged or NoticeKind.Assigned or NoticeKind.Unassigned => NoticeTopic.ReviewRequests,
        NoticeKind.Mentioned => NoticeTopic.Mentions,
        NoticeKind.Commented or NoticeKind.Replied or NoticeKind.CommentEdited or NoticeKind.CommentDeleted => NoticeTopic.Comments,
        NoticeKind.Approved or NoticeKind.Unapproved or NoticeKind.NeedsWork or NoticeKind.Reviewed or NoticeKind.Dismissed => NoticeTopic.Reviews,
        NoticeKind.Pushed => NoticeTopic.Pushes,
        NoticeKind.Merged or NoticeKind.Declined or NoticeKind.Reopened or NoticeKind.Deleted => NoticeTopic.Outcomes,
        NoticeKind.AutoMergeRequested or NoticeKind.AutoMergeCancelled or NoticeKind.AutoMergeFailed => NoticeTopic.AutoMerges,
        _ => NoticeTopic.Changes,
    };

    static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
