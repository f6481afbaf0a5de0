using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Postroom.Server.Serving;
using Postroom.Tests.Support;

namespace Postroom.Tests.Server.Serving;

public sealed class HttpStopTests : IDisposable
{
    readonly FakeTime _time = new();
    readonly BusyServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Requests_that_do_not_end_are_cut_after_the_grace()
    {
        using var stop = new HttpStop(_server, _time);
        var stopping = stop.StopAsync(CancellationToken.None);

        _time.Advance(HttpStop.Grace - TimeSpan.FromMilliseconds(1));
        var before = _server.IsCut;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await stopping;
        Assert.Equal((false, true), (before, _server.IsCut));
    }

    [Fact]
    public async Task Requests_are_cut_at_once_when_the_host_has_no_time_left()
    {
        using var stop = new HttpStop(_server, _time);
        using var host = new CancellationTokenSource();
        var stopping = stop.StopAsync(host.Token);

        await host.CancelAsync();

        await stopping;
        Assert.True(_server.IsCut);
    }

    [Fact]
    public async Task Nothing_is_cut_where_all_requests_end()
    {
        using var stop = new HttpStop(_server, _time);
        var stopping = stop.StopAsync(CancellationToken.None);

        _server.EndRequests();

        await stopping;
        Assert.False(_server.IsCut);
    }

    /// <summary>A server as Kestrel is: stops when its requests have ended, and cuts them when it is told to hurry.</summary>
    sealed class BusyServer : IServer
    {
        readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsCut { get; private set; }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public void EndRequests() => _ended.SetResult();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await using var hurry = cancellationToken.Register(() =>
            {
                IsCut = true;
                _ended.TrySetResult();
            });
            await _ended.Task;
        }

        public void Dispose()
        {
        }
    }
}
