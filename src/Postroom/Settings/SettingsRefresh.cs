using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postroom.Settings;

/// <summary>Loads what is kept of settings before the host serves, and again every half minute for what other nodes have saved.</summary>
sealed partial class SettingsRefresh(IEnumerable<ISharedSettings> settings, TimeProvider time, ILogger<SettingsRefresh> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var one in settings) await one.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var one in settings) await RefreshAsync(one, stoppingToken);
        }
    }

    async Task RefreshAsync(ISharedSettings one, CancellationToken stoppingToken)
    {
        try
        {
            await one.RefreshAsync(stoppingToken);
        }
        catch (StoreUnavailableException fault)
        {
            NotLoaded(one.Name, fault.Message);
        }
    }

    [LoggerMessage(9002, LogLevel.Warning,
        "The {Settings} could not be reloaded; the previous ones stay in force: {Reason}")]
    partial void NotLoaded(string settings, string reason);
}
