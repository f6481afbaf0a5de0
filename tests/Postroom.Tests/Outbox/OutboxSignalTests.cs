using Postroom.Outbox;
using Postroom.Tests.Support;

namespace Postroom.Tests.Outbox;

public sealed class OutboxSignalTests : IDisposable
{
    readonly FakeTime _time = new();
    readonly OutboxSignal _signal = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _signal.Dispose();

    [Fact]
    public async Task Raised_before_the_wait_it_ends_the_wait()
    {
        _signal.Raise();

        await _signal.WaitAsync(TimeSpan.FromHours(1), _time, Token);

        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task Raised_during_the_wait_it_ends_the_wait()
    {
        var waiting = _signal.WaitAsync(TimeSpan.FromHours(1), _time, Token);
        _signal.Raise();

        await waiting;

        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task Without_a_signal_the_wait_ends_in_time()
    {
        var waiting = _signal.WaitAsync(TimeSpan.FromHours(1), _time, Token);

        _time.Advance(TimeSpan.FromHours(1));

        await waiting;
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public void Raised_twice_it_ends_one_wait()
    {
        _signal.Raise();
        _signal.Raise();

        Assert.True(_signal.WaitAsync(TimeSpan.FromHours(1), _time, Token).IsCompletedSuccessfully);
        Assert.False(_signal.WaitAsync(TimeSpan.FromHours(1), _time, Token).IsCompleted);
    }

    [Fact]
    public async Task The_callers_wish_to_stop_is_told_apart_from_time()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(TimeSpan.FromHours(1), _time, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
