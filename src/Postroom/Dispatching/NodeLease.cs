using Microsoft.Extensions.Logging;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>Keeps this node's leases alive, takes over those of nodes that died, and sees when the clock was set back.</summary>
public sealed partial class NodeLease(IOutbox outbox, OutboxSignal signal, TimeProvider time, ILogger<NodeLease> logger)
{
    static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

    // What is sent must still be ours when the server answers; a node that slept through its lease sends nothing more.
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);
    long _holdsUntil;
    DateTimeOffset _lastLook = DateTimeOffset.MaxValue;

    /// <summary>Whether what this node holds is still its own. Asked right before the end of each message is sent.</summary>
    public bool Holds => time.GetUtcNow().ToUnixTimeMilliseconds() < Volatile.Read(ref _holdsUntil);

    /// <summary>Begins the lease and takes over what dead nodes held.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await RenewAsync(cancellationToken);
        await RecoverAsync(cancellationToken);
        await LookAtClockAsync(cancellationToken);
    }

    /// <summary>Renews until told to stop.</summary>
    public async Task KeepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewEvery, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
                await RenewAsync(stoppingToken);
                await RecoverAsync(stoppingToken);
                await LookAtClockAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives any one fault: say it and go on. Without a lease nothing is sent.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                CannotRenew(fault);
            }
        }
    }

    async Task RenewAsync(CancellationToken cancellationToken)
    {
        var until = await outbox.RenewNodeAsync(cancellationToken);
        Volatile.Write(ref _holdsUntil, (until - Margin).ToUnixTimeMilliseconds());
    }

    async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var recovered = await outbox.RecoverAsync(cancellationToken);
        if (recovered == 0) return;
        Recovered(recovered);
        signal.Raise();
    }

    // At the start, and whenever it is earlier than before: what waits would wait as much longer.
    async Task LookAtClockAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wasSetBack = now < _lastLook;
        _lastLook = now;
        if (!wasSetBack) return;
        var cut = await outbox.CutLongWaitsAsync(RetryPolicy.AfterQuota, cancellationToken);
        if (cut > 0) WasSetBack(cut);
    }

    [LoggerMessage(2013, LogLevel.Warning, "The clock was set back; {Deliveries} deliveries that would have waited for it are due now.")]
    partial void WasSetBack(int deliveries);

    [LoggerMessage(2011, LogLevel.Warning,
        "{Deliveries} deliveries were being sent when Postroom stopped without warning; they are tried again and " +
        "may arrive twice.")]
    partial void Recovered(int deliveries);

    [LoggerMessage(2012, LogLevel.Error, "This node's leases could not be renewed; nothing is sent until they are.")]
    partial void CannotRenew(Exception fault);
}
