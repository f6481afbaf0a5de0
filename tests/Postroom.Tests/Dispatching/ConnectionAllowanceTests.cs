using Postroom.Dispatching;
using Postroom.Tests.Support;

namespace Postroom.Tests.Dispatching;

/// <summary>As many connections as the server takes, learnt from its refusals.</summary>
public sealed class ConnectionAllowanceTests
{
    readonly FakeTime _time = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_more_than_allowed_waits_for_a_place()
    {
        var allowance = await TakenAsync(2);

        var waiting = allowance.EnterAsync(Token).AsTask();

        Assert.False(waiting.IsCompleted);
        allowance.Leave();
        await waiting;
    }

    [Fact]
    public async Task A_refusal_beside_connections_that_work_takes_one_place_away()
    {
        var allowance = await TakenAsync(3);

        Assert.True(allowance.Refused());
        allowance.Leave();

        Assert.False(allowance.EnterAsync(Token).AsTask().IsCompleted);
    }

    [Fact]
    public async Task The_last_place_is_never_taken_away()
    {
        var allowance = await TakenAsync(1);

        Assert.False(allowance.Refused());

        Assert.Equal(1, allowance.Allowed);
    }

    [Fact]
    public async Task After_a_while_one_more_is_tried()
    {
        var allowance = await TakenAsync(3);
        allowance.Refused();
        _time.Advance(ConnectionAllowance.GrowEvery);

        allowance.Leave();

        Assert.Equal(3, allowance.Allowed);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var allowance = await TakenAsync(1);
        using var tired = new CancellationTokenSource();
        var waiting = allowance.EnterAsync(tired.Token).AsTask();

        await tired.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        allowance.Leave();
        await allowance.EnterAsync(Token);
    }

    async Task<ConnectionAllowance> TakenAsync(int places)
    {
        var allowance = new ConnectionAllowance(places, _time);
        for (var i = 0; i < places; i++) await allowance.EnterAsync(Token);
        return allowance;
    }
}
