using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postroom.Accepting.Http;

namespace Postroom.Forges;

/// <summary>Works the inbox off, one event after another in the order they came, and forgets what is old.</summary>
sealed partial class InboxWorker(
    IEventInbox inbox, InboxStep step, InboxSignal signal, BodyRoom bodies, IOptions<ForgeOptions> options, TimeProvider time, ILogger<InboxWorker> logger) : BackgroundService
{
    const int AtOnce = 20;
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    DateTimeOffset _forgetAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunOnceAsync(stoppingToken) == 0) await signal.WaitAsync(LookEvery, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives any one fault: say it, pause, go on. Nothing is lost: what is in hand is due again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                CannotWork(fault);
                await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Works off what is due now. Returns how many events were in hand.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        var claimed = await inbox.ClaimAsync(AtOnce, Lease, cancellationToken);
        foreach (var found in claimed)
        {
            // A wait that ends without room is no reason to leave it: it is in memory already.
            using var room = new RoomForBody(bodies);
            await room.TakeAsync(found.Body.Length, cancellationToken);
            await step.WorkAsync(found, cancellationToken);
        }

        return claimed.Count;
    }

    async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _forgetAt) return;
        _forgetAt = now + ForgetEvery;
        await step.ForgetPeopleAsync(now - TimeSpan.FromDays(options.Value.RememberDays), cancellationToken);
        var forgotten = await inbox.ForgetAsync(now - TimeSpan.FromDays(options.Value.KeepDays), cancellationToken);
        if (forgotten > 0) Forgot(forgotten, options.Value.KeepDays);
    }

    [LoggerMessage(15010, LogLevel.Error, "The inbox of events could not be processed; trying again in a moment.")]
    partial void CannotWork(Exception fault);

    [LoggerMessage(15011, LogLevel.Information, "{Events} events older than {Days} days were removed from the inbox.")]
    partial void Forgot(int events, int days);
}
