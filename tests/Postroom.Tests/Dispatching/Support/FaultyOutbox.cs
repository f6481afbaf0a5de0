using Postroom.Outbox;

namespace Postroom.Tests.Dispatching.Support;

/// <summary>A real outbox in which a test plants the faults of a disk.</summary>
sealed class FaultyOutbox(IOutbox outbox) : IOutbox
{
    /// <summary>How many times recording is refused before it works.</summary>
    public int RefusalsToRecord { get; set; }

    /// <summary>Whether reading a body fails in a way nobody foresaw.</summary>
    public bool FailsToRead { get; set; }

    public Task<int> FinishAsync(FinishedAttempt attempt, CancellationToken cancellationToken) =>
        RefusalsToRecord-- > 0 ? throw new StoreUnavailableException("The disk is full.") : outbox.FinishAsync(attempt, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> ReadBytesAsync(MessageId id, CancellationToken cancellationToken) =>
        FailsToRead ? throw new InvalidOperationException("A planted fault.") : outbox.ReadBytesAsync(id, cancellationToken);

    public Task<AcceptOutcome> AcceptAsync(OutboxMessage message, CancellationToken cancellationToken) => outbox.AcceptAsync(message, cancellationToken);

    public Task<IReadOnlyList<LeasedMessage>> LeaseAsync(int limit, CancellationToken cancellationToken) => outbox.LeaseAsync(limit, cancellationToken);

    public Task ReleaseAsync(LeasedMessage message, CancellationToken cancellationToken) => outbox.ReleaseAsync(message, cancellationToken);

    public Task<DateTimeOffset> RenewNodeAsync(CancellationToken cancellationToken) => outbox.RenewNodeAsync(cancellationToken);

    public Task<int> RecoverAsync(CancellationToken cancellationToken) => outbox.RecoverAsync(cancellationToken);

    public Task<int> ExpireOverdueAsync(CancellationToken cancellationToken) => outbox.ExpireOverdueAsync(cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => outbox.NextDueAsync(cancellationToken);

    public Task<int> CancelAsync(MessageId id, CancellationToken cancellationToken) => outbox.CancelAsync(id, cancellationToken);

    public Task<int> RetryAsync(MessageId id, CancellationToken cancellationToken) => outbox.RetryAsync(id, cancellationToken);
}
