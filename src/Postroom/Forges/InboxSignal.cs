using System.Threading.Channels;

namespace Postroom.Forges;

/// <summary>Wakes the worker when an event came in.</summary>
public sealed class InboxSignal
{
    readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something may be due. Never waits.</summary>
    public void Raise() => _raised.Writer.TryWrite(true);

    /// <summary>Waits until raised or until the time has passed.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _raised.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time has passed: look anyway.
        }
    }
}
