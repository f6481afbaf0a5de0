namespace Postroom.Notifications;

/// <summary>A notice that was not sent, and why.</summary>
/// <param name="Number">Rises with each; names the row for pages.</param>
/// <param name="At">When that was decided.</param>
/// <param name="Source">Where the event came from.</param>
/// <param name="EventId">The event.</param>
/// <param name="Label">The pull request as people call it, such as <c>wiki#7</c>.</param>
/// <param name="Kind">What would have been told.</param>
/// <param name="Login">Whom: the login; empty: only the person is known.</param>
/// <param name="Person">Whom: the person; null: unknown.</param>
/// <param name="Email">Their address now; null: none is known.</param>
/// <param name="Reason">Why not.</param>
public sealed record Notice(
    long Number, DateTimeOffset At, string Source, string EventId, string Label, NoticeKind Kind, string Login, Guid? Person, string? Email, NotSentReason Reason);
