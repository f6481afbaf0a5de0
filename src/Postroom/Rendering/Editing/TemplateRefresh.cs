using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postroom.Rendering.Editing;

/// <summary>Loads the changed templates before the host serves, and again every half minute for what other nodes have saved.</summary>
sealed partial class TemplateRefresh(TemplateStore store, TimeProvider time, ILogger<TemplateRefresh> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await store.LoadAsync(stoppingToken); }
            catch (StoreUnavailableException fault) { NotLoaded(fault.Message); }
        }
    }

    [LoggerMessage(13002, LogLevel.Warning, "The changed letter templates could not be read again, those of before stay in force: {Reason}")]
    partial void NotLoaded(string reason);
}
