using Microsoft.Extensions.Logging;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>Keeps the ready messages filled from the store, and with one probe alone while the server takes no mail.</summary>
public sealed partial class ReadyFiller(
    IOutbox outbox, ReadyMessages ready, OutboxSignal signal, ServerGate gate, OutcomeRecorder recorder, TimeProvider time,
    ILogger<ReadyFiller> logger)
{
    const int LeaseBatch = 200;
    static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestPausedSleep = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Runs until told to stop, then gives back what was not begun.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var sleep = await FillAsync(stoppingToken);
                if (sleep > TimeSpan.Zero) await signal.WaitAsync(sleep, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The loop outlives any one fault: say it, pause, go on. Nothing is lost: rows wait in the store.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                CannotLease(fault);
                await Task.Delay(PauseAfterFault, time, CancellationToken.None);
            }
        }

        // The stop has come, so each is tried once: what the store refuses stays in hand and is recovered at the next start.
        foreach (var message in ready.Drain()) await recorder.GiveBackAsync(message, stoppingToken);
    }

    /// <summary>Leases what there is room for. Returns for how long there is nothing more to do.</summary>
    async Task<TimeSpan> FillAsync(CancellationToken cancellationToken)
    {
        gate.Show();
        if (gate.Pause is { } pause) return await ProbeAsync(pause.NextProbe, cancellationToken);

        if (ready.Count >= ReadyMessages.LowWater)
        {
            var share = Math.Min(ready.TakeShareOfRows(), LeaseBatch);
            if (share > 0) await LeaseAsync(share, cancellationToken);
            return LongestSleep;
        }

        return await LeaseAsync(LeaseBatch, cancellationToken) ? TimeSpan.Zero : await UntilNextDueAsync(LongestSleep, cancellationToken);
    }

    async Task<TimeSpan> ProbeAsync(DateTimeOffset nextProbe, CancellationToken cancellationToken)
    {
        await outbox.ExpireOverdueAsync(cancellationToken);
        var until = nextProbe - time.GetUtcNow();
        if (until > TimeSpan.Zero) return Shorter(until, LongestPausedSleep);
        if (ready.Count > 0 || await LeaseAsync(1, cancellationToken)) return LongestPausedSleep;
        return await UntilNextDueAsync(LongestPausedSleep, cancellationToken);
    }

    async Task<bool> LeaseAsync(int limit, CancellationToken cancellationToken)
    {
        var leased = await outbox.LeaseAsync(limit, cancellationToken);
        foreach (var message in leased) ready.EnqueueLeased(message);
        return leased.Count > 0;
    }

    async Task<TimeSpan> UntilNextDueAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var due = await outbox.NextDueAsync(cancellationToken);
        var until = due is { } at ? at - time.GetUtcNow() : atMost;
        return until < ShortestSleep ? ShortestSleep : Shorter(until, atMost);
    }

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(2041, LogLevel.Error, "Messages could not be leased; trying again in a second.")]
    partial void CannotLease(Exception fault);
}
