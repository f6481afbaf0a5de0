using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Postroom.People.Accounts;

/// <summary>
/// Runs what strangers ask for apart from the answer to them: they are answered at once and alike, so that neither words nor
/// time tell whether an address is known.
/// </summary>
public sealed partial class AccountRequests(TimeProvider time, ILogger<AccountRequests> logger) : IAsyncDisposable
{
    const int Most = 64;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<Task, byte> _running = new();

    /// <summary>Begins some work; false when too much is under way.</summary>
    public bool TryBegin(Func<CancellationToken, Task> work)
    {
        if (_running.Count >= Most) return false;
        var running = Task.Run(() => RunAsync(work));
        _running[running] = 0;
        _ = running.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }

    /// <summary>Waits until all that was begun is done.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_running.Keys);

    /// <summary>Waits for what is under way, as long as its own deadline.</summary>
    public async ValueTask DisposeAsync() => await WhenIdleAsync();

    async Task RunAsync(Func<CancellationToken, Task> work)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            await work(deadline.Token);
        }
#pragma warning disable CA1031 // Nobody waits for it any more: say it. The person may ask again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(fault);
        }
    }

    [LoggerMessage(10010, LogLevel.Error,
        "A requested letter was not sent, for the reason below; the person can request it again")]
    partial void Failed(Exception fault);
}
