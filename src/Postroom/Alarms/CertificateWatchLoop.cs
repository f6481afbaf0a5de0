using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postroom.MailServers.Trust;

namespace Postroom.Alarms;

/// <summary>Looks at the certificates every minute, for as long as the host runs.</summary>
sealed partial class CertificateWatchLoop(
    CertificateWatch watch, PresentedCertificates presented, CertificateSnoozes snoozes, TimeProvider time, ILogger<CertificateWatchLoop> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    bool _isLoaded;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pause, time);
        do await LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (!_isLoaded) await presented.LoadAsync(stoppingToken);
            _isLoaded = true;
            await snoozes.RefreshAsync(stoppingToken);
            await watch.LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The loop outlives any one fault: say it, and look again in a minute. No mark is set before its letter is accepted.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(fault);
        }
    }

    [LoggerMessage(17004, LogLevel.Error, "The certificates could not be checked; trying again in a minute")]
    partial void Failed(Exception fault);
}
