namespace Postroom.Mail.Smtp.Client.Wire;

/// <summary>
/// The deadlines of one session on one timer: whichever of the command's and the total one is nearer. When it runs out it
/// breaks the connection, so no token has to travel with each read and write.
/// </summary>
sealed class SessionClock : IDisposable
{
    // Timers take no more than 49 days.
    static readonly TimeSpan MaxWait = TimeSpan.FromDays(40);

    readonly TimeProvider _time;
    readonly Action _break;
    readonly ITimer _timer;
    TimeSpan _total;
    TimeSpan _command;
    long _totalDue;
    long _commandDue;
    volatile bool _armed;
    volatile bool _expired;

    public SessionClock(TimeProvider time, Action breakConnection)
    {
        _time = time;
        _break = breakConnection;
        _timer = time.CreateTimer(static clock => ((SessionClock)clock!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a deadline ran out.</summary>
    public bool HasExpired => _expired;

    /// <summary>How long the deadline that ran out was, for the words of the failure.</summary>
    public TimeSpan Allowed { get; private set; }

    /// <summary>Starts the total deadline, over all that follows.</summary>
    public void StartTotal(TimeSpan total)
    {
        _total = total;
        _totalDue = After(total);
    }

    /// <summary>Starts the deadline of one command; bytes that drip in do not start it again.</summary>
    public void StartCommand(TimeSpan allowed)
    {
        _command = allowed;
        _commandDue = After(allowed);
        Arm(TimeSpan.MaxValue);
    }

    /// <summary>Shortens the wait for the next bytes of what has begun to come; the command's deadline stays.</summary>
    public void AwaitMore(TimeSpan gap) => Arm(gap);

    /// <summary>No wait is on.</summary>
    public void Stop()
    {
        _armed = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _armed = false;
        _timer.Dispose();
    }

    void Arm(TimeSpan gap)
    {
        var now = _time.GetTimestamp();
        var due = Math.Min(_commandDue, _totalDue);
        var wait = due <= now ? TimeSpan.Zero : _time.GetElapsedTime(now, due);
        Allowed = gap < wait ? gap : due == _totalDue ? _total : _command;

        _armed = true;
        _timer.Change(Shorter(Shorter(wait, gap), MaxWait), Timeout.InfiniteTimeSpan);
    }

    void Ring()
    {
        if (!_armed) return;
        _expired = true;
        _break();
    }

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    long After(TimeSpan span)
    {
        var now = _time.GetTimestamp();
        var ticks = span == Timeout.InfiniteTimeSpan ? double.MaxValue : span.TotalSeconds * _time.TimestampFrequency;
        return ticks >= long.MaxValue - (double)now ? long.MaxValue : now + (long)ticks;
    }
}
