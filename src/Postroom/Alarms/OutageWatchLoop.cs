using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postroom.Alarms;

/// <summary>Looks every five seconds whether the route takes mail, and posts what is due, for as long as the host runs.</summary>
sealed partial class OutageWatchLoop(OutageWatch watch, AlarmWebhook webhook, TimeProvider time, ILogger<OutageWatchLoop> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }

    async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await watch.LookAsync(stoppingToken);
            await webhook.PostAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The loop outlives any one fault: say it, and look again in five seconds. What is stored is not lost.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(fault);
        }
    }

    [LoggerMessage(17008, LogLevel.Error, "Outages could not be checked; trying again in five seconds")]
    partial void Failed(Exception fault);
}
