using Postroom.Accepting.Http;
using Postroom.Tests.Support;

namespace Postroom.Tests.Accepting;

public sealed class BodyRoomTests : IDisposable
{
    const long Half = BodyRoom.Capacity / 2;

    readonly FakeTime _time = new();
    readonly BodyRoom _room;
    int _givenBack;

    public BodyRoomTests() => _room = new BodyRoom(_time, () => _givenBack++);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Bodies_beyond_the_room_wait_for_it_in_the_order_of_coming()
    {
        await _room.TakeAsync(Half, Token);
        await _room.TakeAsync(Half, Token);
        var third = _room.TakeAsync(Half, Token);
        var tiny = _room.TakeAsync(1, Token);
        Assert.False(third.IsCompleted || tiny.IsCompleted);

        _room.Release(Half);
        _room.Release(Half);

        Assert.Equal((true, true), (await third, await tiny));
    }

    [Fact]
    public async Task A_wait_that_takes_too_long_is_told()
    {
        await _room.TakeAsync(BodyRoom.Capacity, Token);
        var second = _room.TakeAsync(1, Token);

        _time.Advance(BodyRoom.Patience);

        Assert.False(await second);
    }

    [Fact]
    public async Task Who_goes_away_holds_nobody_up()
    {
        await _room.TakeAsync(Half, Token);
        using var gone = new CancellationTokenSource();
        var whole = _room.TakeAsync(BodyRoom.Capacity, gone.Token);
        var half = _room.TakeAsync(Half, Token);

        await gone.CancelAsync();

        Assert.Equal((false, true), (await whole, await half));
    }

    [Fact]
    public async Task Memory_is_given_back_once_it_has_been_quiet()
    {
        await _room.TakeAsync(Half, Token);
        _time.Advance(BodyRoom.Quiet);
        var during = _givenBack;
        _room.Release(Half);

        _time.Advance(BodyRoom.Quiet);

        Assert.Equal((0, 1), (during, _givenBack));
    }

    [Fact]
    public async Task A_body_larger_than_all_the_room_comes_alone()
    {
        using var body = new RoomForBody(_room);

        Assert.True(await body.TakeAsync(BodyRoom.Capacity * 2, Token));
    }

    [Fact]
    public async Task A_small_body_waits_for_nobody()
    {
        await _room.TakeAsync(BodyRoom.Capacity, Token);
        using var body = new RoomForBody(_room);

        Assert.True(await body.TakeAsync(BodyRoom.Small, Token));
    }
}
