using Microsoft.Extensions.Logging;
using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>Writes what became of messages into the outbox, as often as the store needs to take it.</summary>
/// <remarks>
/// Past the point of no return: the server has answered, so the record is written whatever else happens. Nothing here
/// throws, because a record that is given up is a message in hand until the next start, and then a second copy.
/// </remarks>
public sealed partial class OutcomeRecorder(IOutbox outbox, OutboxSignal signal, TimeProvider time, ILogger<OutcomeRecorder> logger)
{
    static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(1);

    /// <summary>Records an attempt.</summary>
    /// <param name="finished">The attempt.</param>
    /// <param name="grace">Ends the trying when Postroom must stop; the message then stays in hand and is recovered at the next start.</param>
    public async Task RecordAsync(FinishedAttempt finished, CancellationToken grace)
    {
        ArgumentNullException.ThrowIfNull(finished);
        if (!await KeepTryingAsync(() => outbox.FinishAsync(finished, CancellationToken.None), finished.MessageId, grace)) return;
        foreach (var delivery in finished.Deliveries)
            Attempted(finished.MessageId, delivery.Lease.Attempt, delivery.Outcome.State, delivery.Outcome.Words);
        if (finished.Deliveries.Any(delivery => delivery.Outcome.State == DeliveryState.Waiting)) signal.Raise();
    }

    /// <summary>Gives back a message that was not tried.</summary>
    /// <param name="message">The message.</param>
    /// <param name="grace">Ends the trying when Postroom must stop; the message then stays in hand and is recovered at the next start.</param>
    public Task GiveBackAsync(LeasedMessage message, CancellationToken grace)
    {
        ArgumentNullException.ThrowIfNull(message);
        return KeepTryingAsync(() => outbox.ReleaseAsync(message, CancellationToken.None), message.Id, grace);
    }

    async Task<bool> KeepTryingAsync(Func<Task> write, MessageId id, CancellationToken grace)
    {
        while (true)
        {
            try
            {
                await write();
                return true;
            }
            catch (StoreUnavailableException refusal) when (!grace.IsCancellationRequested)
            {
                CannotRecord(id, refusal.Message);
            }
#pragma warning disable CA1031 // Trying again would fail alike, and the session must go on with other messages: it is said, with the cure.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                NotRecorded(id, fault);
                return false;
            }

            await PauseAsync(grace);
        }
    }

    // A grace that ends cuts the pause short, for one last try.
    async Task PauseAsync(CancellationToken grace)
    {
        var pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), pause, PauseAfterRefusal, Timeout.InfiniteTimeSpan);
        await using var ended = grace.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), pause);
        await pause.Task;
    }

    [LoggerMessage(2021, LogLevel.Information, "Message {MessageId} attempt {Attempt}: {State}: {Words}")]
    partial void Attempted(MessageId messageId, int attempt, DeliveryState state, string words);

    [LoggerMessage(2024, LogLevel.Error,
        "The outcome of message {MessageId} cannot be recorded yet; trying again in a second: {Reason}")]
    partial void CannotRecord(MessageId messageId, string reason);

    [LoggerMessage(2025, LogLevel.Error,
        "The outcome of message {MessageId} was not recorded. It stays leased until Postroom is restarted and is " +
        "then tried again.")]
    partial void NotRecorded(MessageId messageId, Exception fault);
}
