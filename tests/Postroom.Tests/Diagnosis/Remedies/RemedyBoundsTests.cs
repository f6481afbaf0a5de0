using System.Net;
using System.Net.Sockets;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;
using static Postroom.Tests.Diagnosis.Remedies.RemedyRuns;

namespace Postroom.Tests.Diagnosis.Remedies;

/// <summary>How much a search for remedies may cost, whatever the servers do.</summary>
public sealed class RemedyBoundsTests
{
    [Fact]
    public async Task Has_four_connections_at_most()
    {
        await using var crowd = new Crowd(8, together: RemedyFinder.MostAtOnce);

        var result = await ResultAsync(Request(ClosedPort(), ConnectionSecurity.StartTls), [.. crowd.Ports.Select(StartTlsAt)]);

        Assert.Equal((8, RemedyFinder.MostAtOnce), (result.Tried.Count, crowd.Most));
    }

    [Fact]
    public async Task Ends_within_twenty_seconds_when_every_server_is_silent()
    {
        await using var crowd = new Crowd(9, together: int.MaxValue);
        var time = new FakeTime();
        var begun = time.GetUtcNow();
        var (wrong, others) = (crowd.Ports[0], crowd.Ports.Skip(1).Select(StartTlsAt));

        var running = Subject(time, [.. others]).RunToResultAsync(Request(wrong, ConnectionSecurity.StartTls), Cancelled);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10)); // so that what a deadline ends is ended before the next tick
        while (!running.IsCompleted && await ticks.WaitForNextTickAsync(Cancelled)) time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.False((await running).Ok);
        Assert.InRange(time.GetUtcNow() - begun, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(22)); // the clock runs on while the last words are said
    }

    [Fact]
    public async Task Cancelling_ends_the_trials_at_once()
    {
        await using var crowd = new Crowd(4, together: int.MaxValue);
        using var wish = new CancellationTokenSource();
        var seen = 0;

        var run = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in Subject(null, [.. crowd.Ports.Select(StartTlsAt)]).RunAsync(Request(ClosedPort(), ConnectionSecurity.StartTls), wish.Token))
                if (happened is TestEvent.TrialBegan && ++seen == 4) await wish.CancelAsync();
        });

        await run.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
        await crowd.EmptyAsync().WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
    }

    /// <summary>Servers that say nothing; a connection ends when so many are there together, or when the other side ends it.</summary>
    sealed class Crowd : IAsyncDisposable
    {
        readonly List<TcpListener> _listeners = [];
        readonly CancellationTokenSource _stop = new();
        readonly Lock _gate = new();
        readonly List<Task> _running;
        readonly int _together;
        TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _present;

        public Crowd(int count, int together)
        {
            _together = together;
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                _listeners.Add(listener);
            }

            _running = [.. _listeners.Select(ServeAsync)];
        }

        public IReadOnlyList<int> Ports => [.. _listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];

        public int Most { get; private set; }

        public Task EmptyAsync() => _empty.Task;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Task.WhenAll(_running);
            _listeners.ForEach(listener => listener.Dispose());
            _stop.Dispose();
        }

        async Task ServeAsync(TcpListener listener)
        {
            try
            {
                while (true)
                {
                    using var socket = await listener.AcceptSocketAsync(_stop.Token);
                    var full = Enter();
                    var buffer = new byte[256];
                    var gone = socket.ReceiveAsync(buffer, _stop.Token).AsTask();
                    await Task.WhenAny(full, gone);
                    Leave();
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        Task Enter()
        {
            lock (_gate)
            {
                Most = Math.Max(Most, ++_present);
                var full = _full;
                if (_present < _together) return full.Task;
                _full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                full.SetResult();
                return full.Task;
            }
        }

        void Leave()
        {
            lock (_gate)
                if (--_present == 0) _empty.TrySetResult();
        }
    }
}
