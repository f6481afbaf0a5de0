namespace Postroom.Dispatching;

/// <summary>
/// How many connections the mail server lets this node have: as many as the options say; fewer once it refused one more
/// while others worked, for then it is full and not broken; and one more after a while, for a limit may have been raised.
/// </summary>
public sealed class ConnectionAllowance
{
    /// <summary>After this long without a refusal one more connection is tried: 5 minutes.</summary>
    public static readonly TimeSpan GrowEvery = TimeSpan.FromMinutes(5);

    readonly Lock _gate = new();
    readonly LinkedList<TaskCompletionSource> _waiting = [];
    readonly TimeProvider _time;
    readonly int _most;
    int _allowed;
    int _taken;
    DateTimeOffset _growAt = DateTimeOffset.MaxValue;

    /// <summary>Nothing was refused yet.</summary>
    /// <param name="most">The most connections by the options, at least 1.</param>
    /// <param name="time">The clock.</param>
    public ConnectionAllowance(int most, TimeProvider time) => (_most, _allowed, _time) = (most, most, time);

    /// <summary>How many connections are allowed now.</summary>
    public int Allowed
    {
        get { lock (_gate) return _allowed; }
    }

    /// <summary>Takes a place, waiting for one. <see cref="Leave"/> must follow.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            Grow();
            if (_taken < _allowed)
            {
                _taken++;
                return;
            }

            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        try
        {
            await place.Value.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GiveUp(place);
            throw;
        }
    }

    /// <summary>Gives the place back to whoever waits.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _taken--;
            Grow();
            while (_taken < _allowed && _waiting.First is { } next)
            {
                _waiting.RemoveFirst();
                _taken++;
                next.Value.SetResult();
            }
        }
    }

    /// <summary>The server refused the caller's connection as one too many.</summary>
    /// <returns>True: others work, and from now on there are no more than those. False: the caller was the only one.</returns>
    public bool Refused()
    {
        lock (_gate)
        {
            if (_taken <= 1) return false;
            _allowed = Math.Min(_allowed, _taken - 1);
            _growAt = _time.GetUtcNow() + GrowEvery;
            return true;
        }
    }

    void Grow()
    {
        if (_allowed == _most || _time.GetUtcNow() < _growAt) return;
        _allowed++;
        _growAt = _time.GetUtcNow() + GrowEvery;
    }

    // The place may have come at the very moment in which the waiting ended: then it is passed on.
    void GiveUp(LinkedListNode<TaskCompletionSource> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                return;
            }
        }

        Leave();
    }
}
