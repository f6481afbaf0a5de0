namespace Postroom.Accepting.Http;

/// <summary>
/// The memory for large bodies, shared by all doors: a few at once, the others wait in line, for few senders try again. When
/// the last has gone the memory goes back to the system: the collector by itself would keep hundreds of megabytes for the
/// next ones, which may come next month.
/// </summary>
sealed class BodyRoom : IDisposable
{
    /// <summary>Bodies up to this size need no room.</summary>
    public const long Small = 1024 * 1024;

    /// <summary>How many bytes large bodies may have together: two of the largest usual size.</summary>
    public const long Capacity = 64 * 1024 * 1024;

    /// <summary>How long a body waits for its turn: GitHub gives up after ten seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>How long it must have been quiet before memory is given back.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    readonly LinkedList<Waiter> _waiting = new();
    readonly TimeProvider _time;
    readonly ITimer _giveBack;
    long _free = Capacity;

    public BodyRoom(TimeProvider time)
        : this(time, GiveBack)
    {
    }

    internal BodyRoom(TimeProvider time, Action giveBack)
    {
        _time = time;
        _giveBack = time.CreateTimer(_ => GiveBackIfQuiet(giveBack), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes room in the order of coming; false: there was none in time. Each taken byte is given back.</summary>
    public async Task<bool> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(bytes);
        lock (_lock)
        {
            _waiting.AddLast(waiter);
            Serve();
        }

        using var deadline = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await using var giveUp = either.Token.UnsafeRegister(_ => GiveUp(waiter), null);
        return await waiter.Task;
    }

    /// <summary>Gives room back.</summary>
    public void Release(long bytes)
    {
        lock (_lock)
        {
            _free += bytes;
            Serve();
            if (_free == Capacity) _giveBack.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _giveBack.Dispose();

    void Serve()
    {
        while (_waiting.First is { Value: var first } && first.Bytes <= _free)
        {
            _waiting.RemoveFirst();
            _free -= first.Bytes;
            first.SetResult(true);
        }
    }

    void GiveUp(Waiter waiter)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiter)) return;
            waiter.SetResult(false);
            Serve();
        }
    }

    void GiveBackIfQuiet(Action giveBack)
    {
        lock (_lock)
        {
            if (_free < Capacity || _waiting.Count > 0) return;
        }

        giveBack();
    }

    // Aggressive: decommits what is free. Measured after four webhooks of 25 MB; see docs/adr/0031-doors.md.
    static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    sealed class Waiter(long bytes) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Bytes { get; } = bytes;
    }
}

/// <summary>The room of one body, given back when disposed.</summary>
sealed class RoomForBody(BodyRoom bodies) : IDisposable
{
    long _taken;

    /// <summary>Takes room for a body of so many bytes; a small one needs none. False: there was none in time.</summary>
    public async Task<bool> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= BodyRoom.Small) return true;
        var wanted = Math.Min(bytes, BodyRoom.Capacity);
        if (!await bodies.TakeAsync(wanted, cancellationToken)) return false;
        _taken = wanted;
        return true;
    }

    public void Dispose()
    {
        if (_taken > 0) bodies.Release(_taken);
        _taken = 0;
    }
}
