namespace Postroom.Outbox;

/// <summary>
/// The promise: what <see cref="AcceptAsync"/> has stored is on disk and is delivered at least once, given up or taken
/// back with a reason, and never lost. Every change of a message is one transaction. Both stores pass one abstract suite.
/// A lease belongs to a node and lasts as long as the node renews its one row; see docs/adr.
/// </summary>
public interface IOutbox
{
    /// <summary>Stores a message durably. When the ready queue has room, the message is leased to this node in the same transaction and queued after the commit, so that no query stands between acceptance and sending.</summary>
    Task<AcceptOutcome> AcceptAsync(OutboxMessage message, CancellationToken cancellationToken);

    /// <summary>Takes the most urgent due deliveries in hand, by lane, then due time.</summary>
    /// <param name="limit">The most deliveries to take, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<LeasedMessage>> LeaseAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Records an attempt. A delivery that this node no longer holds in this attempt is left as it is.</summary>
    /// <returns>How many deliveries were recorded.</returns>
    Task<int> FinishAsync(FinishedAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Gives leased deliveries back untried, such as at shutdown; the attempt does not count.</summary>
    Task ReleaseAsync(LeasedMessage message, CancellationToken cancellationToken);

    /// <summary>Says that this node lives, for another minute. Returns the time until which its leases hold, by the store's clock.</summary>
    Task<DateTimeOffset> RenewNodeAsync(CancellationToken cancellationToken);

    /// <summary>Takes back what nodes held that live no more: each such delivery waits again, its attempt recorded as uncertain.</summary>
    /// <returns>How many deliveries were taken back.</returns>
    Task<int> RecoverAsync(CancellationToken cancellationToken);

    /// <summary>Moves what waits past its expiry to expired; needed while nothing is leased. Returns how many deliveries.</summary>
    Task<int> ExpireOverdueAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes due now what waits because the clock was set back: what was never tried, and what would wait longer for its next
    /// attempt than any wait lasts. What was handed in for later keeps its time. Returns how many deliveries.
    /// </summary>
    /// <param name="longest">The longest wait there is.</param>
    /// <param name="cancellationToken">Ends it between two transactions.</param>
    Task<int> CutLongWaitsAsync(TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>When the next waiting delivery is due; null: none waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Reads the body of a message, decrypted where it is sealed.</summary>
    Task<BodyReading> ReadBodyAsync(MessageId id, CancellationToken cancellationToken);

    /// <summary>Reads the bytes of a message; null: wiped, unreadable or unknown.</summary>
    async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(MessageId id, CancellationToken cancellationToken) =>
        await ReadBodyAsync(id, cancellationToken) is BodyReading.Kept kept ? kept.Bytes : default(ReadOnlyMemory<byte>?);

    /// <summary>Takes back what still waits. Returns how many deliveries were cancelled.</summary>
    Task<int> CancelAsync(MessageId id, CancellationToken cancellationToken);

    /// <summary>Makes what waits due now, and what bounced, expired or stayed uncertain wait again; a message out of time gets its time again. Returns how many deliveries.</summary>
    Task<int> RetryAsync(MessageId id, CancellationToken cancellationToken);
}
