using Microsoft.Extensions.Time.Testing;

namespace Postroom.Tests.Support;

/// <summary>A clock that moves when the test says so. Beside what the package has it tells how many timers are armed, so that a test can wait until the code under test has begun to wait.</summary>
public sealed class FakeTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    int _armed;

    public FakeTime() : this(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)) { }

    /// <summary>How many timers are armed.</summary>
    public int ArmedTimers => Volatile.Read(ref _armed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new CountedTimer(this, fired => base.CreateTimer(_ => fired(() => callback(state)), null, dueTime, period), dueTime, period);

    /// <summary>Sets the clock, ahead or back: no time passes, so timers fire as late as before.</summary>
    public void Jump(TimeSpan by) => AdjustTime(GetUtcNow() + by);

    sealed class CountedTimer : ITimer
    {
        readonly FakeTime _time;
        readonly ITimer _timer;
        bool _isArmed;
        bool _repeats;

        public CountedTimer(FakeTime time, Func<Action<Action>, ITimer> create, TimeSpan dueTime, TimeSpan period)
        {
            _time = time;
            Arm(dueTime, period);
            _timer = create(Fire);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Arm(dueTime, period);
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            Count(isArmed: false);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        void Arm(TimeSpan dueTime, TimeSpan period)
        {
            _repeats = period > TimeSpan.Zero;
            Count(dueTime != Timeout.InfiniteTimeSpan);
        }

        void Fire(Action callback)
        {
            if (!_repeats) Count(isArmed: false);
            callback();
        }

        void Count(bool isArmed)
        {
            if (Interlocked.Exchange(ref _isArmed, isArmed) != isArmed) Interlocked.Add(ref _time._armed, isArmed ? 1 : -1);
        }
    }
}
