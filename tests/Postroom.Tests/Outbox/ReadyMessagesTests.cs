using Postroom.Outbox;
using Postroom.Tests.Support;

namespace Postroom.Tests.Outbox;

public sealed class ReadyMessagesTests : IDisposable
{
    readonly FakeTime _time = new();
    readonly OutboxSignal _signal = new();
    readonly ReadyMessages _ready;

    public ReadyMessagesTests() => _ready = new ReadyMessages(_signal);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _ready.Dispose();
        _signal.Dispose();
    }

    [Fact]
    public async Task The_most_urgent_lane_is_taken_first()
    {
        foreach (var lane in new[] { Lane.Bulk, Lane.Account, Lane.Direct }) Put(lane);

        Assert.Equal([Lane.Account, Lane.Direct, Lane.Bulk], [await TakeAsync(), await TakeAsync(), await TakeAsync()]);
    }

    [Fact]
    public async Task One_time_in_eight_the_least_urgent_lane_is_taken_first()
    {
        Put(Lane.Bulk);
        for (var more = 0; more < 16; more++) Put(Lane.Account);

        var taken = new List<Lane>();
        for (var take = 0; take < 8; take++) taken.Add(await TakeAsync());

        Assert.Equal(7, taken.IndexOf(Lane.Bulk));
    }

    [Fact]
    public async Task Rows_get_an_eighth_beside_what_is_handed_in_without_end()
    {
        for (var take = 0; take < 200; take++)
        {
            for (var more = 0; _ready.Count <= ReadyMessages.LowWater + 1; more++) Put(Lane.Account);
            await TakeAsync();
        }

        Assert.Equal(25, _ready.TakeShareOfRows());
        Assert.True(_signal.WaitAsync(TimeSpan.FromHours(1), _time, Token).IsCompletedSuccessfully);
        Assert.Equal(0, _ready.TakeShareOfRows());
    }

    [Fact]
    public async Task Who_takes_from_an_empty_queue_waits_for_a_message()
    {
        var taking = _ready.TakeAsync(Token);
        var waited = !taking.IsCompleted;

        Put(Lane.Direct);

        Assert.True(waited);
        Assert.Equal(Lane.Direct, (await taking).Lane);
    }

    [Fact]
    public void There_is_room_for_2000_messages()
    {
        var places = 0;
        while (_ready.TryReserve(1)) places++;

        Assert.Equal(ReadyMessages.MaxMessages, places);
    }

    [Fact]
    public void There_is_room_for_32_MiB() =>
        Assert.Equal(
            (true, true, false),
            (_ready.TryReserve(16 * 1024 * 1024), _ready.TryReserve(16 * 1024 * 1024), _ready.TryReserve(1)));

    [Fact]
    public void A_place_given_back_can_be_had_again()
    {
        while (_ready.TryReserve(1)) { }

        _ready.Unreserve(1);

        Assert.True(_ready.TryReserve(1));
    }

    [Fact]
    public async Task Taking_a_message_frees_its_place()
    {
        Put(Lane.Direct, sizeBytes: ReadyMessages.MaxBytes);
        var before = _ready.TryReserve(1);

        await TakeAsync();

        Assert.Equal((false, true), (before, _ready.TryReserve(ReadyMessages.MaxBytes)));
    }

    [Fact]
    public async Task A_queue_that_runs_low_asks_to_be_filled()
    {
        Put(Lane.Direct);

        await TakeAsync();

        Assert.True(_signal.WaitAsync(TimeSpan.FromHours(1), _time, Token).IsCompletedSuccessfully);
    }

    [Fact]
    public void What_is_left_at_the_end_is_drained()
    {
        Put(Lane.Direct);
        Put(Lane.Bulk);

        Assert.Equal(2, _ready.Drain().Count);
        Assert.Equal(0, _ready.Count);
    }

    [Fact]
    public void While_sending_is_paused_there_is_no_room()
    {
        _ready.Pause = new SendingPause("The password is wrong.", _time.GetUtcNow(), _time.GetUtcNow());

        Assert.False(_ready.TryReserve(1));
    }

    async Task<Lane> TakeAsync() => (await _ready.TakeAsync(Token)).Lane;

    void Put(Lane lane, long sizeBytes = 10)
    {
        Assert.True(_ready.TryReserve(sizeBytes));
        _ready.Enqueue(new LeasedMessage
        {
            Id = MessageId.New(_time),
            App = "wiki",
            Lane = lane,
            EnvelopeSender = "",
            Deliveries = [new LeasedDelivery(1, "ann@example.org", 1)],
            SizeBytes = sizeBytes,
            CreatedAt = _time.GetUtcNow(),
            ExpiresAt = _time.GetUtcNow(),
        });
    }
}
