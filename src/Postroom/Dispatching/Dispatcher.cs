using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Postroom.Dispatching;

/// <summary>
/// Moves mail from the outbox to the mail server: one loop keeps the ready messages filled, one keeps this node's
/// leases, and as many sessions as the server may have connections hand messages over.
/// </summary>
public sealed class Dispatcher(
    ReadyFiller filler, NodeLease lease, DispatchSession session, IOptions<DeliveryOptions> options) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await lease.BeginAsync(stoppingToken);
        var sessions = Enumerable.Range(0, options.Value.MaxConnections).Select(_ => session.RunAsync(stoppingToken));
        await Task.WhenAll([filler.RunAsync(stoppingToken), lease.KeepAsync(stoppingToken), .. sessions]);
    }
}
