namespace Postroom.Client;

/// <summary>The answer of <c>GET /api/v1/events</c>: deliveries that ended without being taken by a mail server.</summary>
/// <param name="Events">Oldest first; empty: nothing new.</param>
/// <param name="Next">Ask with <c>?after=</c> this number next time.</param>
public sealed record EventsAnswer(IReadOnlyList<EventAnswer> Events, long Next);

/// <summary>A delivery that ended without being taken.</summary>
/// <param name="Id">Its number, rising.</param>
/// <param name="Type"><c>bounced</c>, <c>expired</c>, <c>cancelled</c>, <c>suppressed</c> or <c>uncertain</c>.</param>
/// <param name="At">When it ended.</param>
/// <param name="MessageId">The message's id, as it was answered when the message was handed in.</param>
/// <param name="Kind">What kind of mail it was, such as <c>password-reset</c>; null: the app's own.</param>
/// <param name="Recipient">The address.</param>
/// <param name="Reason">The mail server's words, or Postroom's.</param>
public sealed record EventAnswer(long Id, string Type, DateTimeOffset At, string MessageId, string? Kind, string Recipient, string Reason);
