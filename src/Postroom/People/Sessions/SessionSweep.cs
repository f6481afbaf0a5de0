using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postroom.People.Sessions;

/// <summary>Removes sessions that have run out, a few at a time so that no write waits for it.</summary>
sealed partial class SessionSweep(UserSessions sessions, TimeProvider time, ILogger<SessionSweep> logger) : BackgroundService
{
    /// <summary>How many rows one transaction removes.</summary>
    internal const int Batch = 100;

    /// <summary>The pause after all that had run out is gone.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync(stoppingToken);
    }

    /// <summary>Removes all that has run out, batch by batch.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await sessions.SweepAsync(Batch, cancellationToken) == Batch) { }
        }
        catch (StoreUnavailableException fault)
        {
            NotSwept(fault.Message);
        }
    }

    [LoggerMessage(10031, LogLevel.Information,
        "Expired sessions were not removed; this is tried again later: {Reason}")]
    partial void NotSwept(string reason);
}
