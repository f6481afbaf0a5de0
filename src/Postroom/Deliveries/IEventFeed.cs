namespace Postroom.Deliveries;

/// <summary>What an app must hear of: deliveries that ended without being taken by a mail server. Written in the transaction that ended them.</summary>
public interface IEventFeed
{
    /// <summary>The app's events after a number, oldest first.</summary>
    /// <param name="app">The app.</param>
    /// <param name="after">The number of the last event it knows; 0: none.</param>
    /// <param name="limit">The most events, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<DeliveryEvent>> ReadAsync(string app, long after, int limit, CancellationToken cancellationToken);
}

/// <summary>A delivery that ended without being taken.</summary>
/// <param name="Id">Its number, rising.</param>
/// <param name="At">When it ended.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Kind">What kind of mail it was, such as <c>password-reset</c>; null: an app's own.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="State">How it ended: bounced, expired, cancelled, suppressed or uncertain.</param>
/// <param name="Reason">The mail server's words, or ours.</param>
public sealed record DeliveryEvent(
    long Id, DateTimeOffset At, Guid MessageId, string? Kind, string Recipient, DeliveryState State, string Reason);
