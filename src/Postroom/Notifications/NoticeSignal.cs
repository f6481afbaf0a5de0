namespace Postroom.Notifications;

/// <summary>Wakes the writer of notification mail when something may be due sooner than it knows.</summary>
public sealed class NoticeSignal : IDisposable
{
    readonly SemaphoreSlim _raised = new(0, 1);

    /// <summary>Something may be due. Never waits.</summary>
    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is raised already, which is all that was wanted.
        }
    }

    /// <summary>Waits until raised or until the time has passed.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _raised.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time has passed: look anyway.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _raised.Dispose();
}
