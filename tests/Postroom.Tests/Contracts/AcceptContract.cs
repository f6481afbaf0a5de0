using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class AcceptContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Hands_an_accepted_message_straight_over()
    {
        var message = Store.Message();

        await Store.AcceptAsync(message);

        var handed = Assert.Single(Store.Ready.Drain());
        Assert.Equivalent(
            new { message.Id, message.App, message.Lane, message.EnvelopeSender, message.CreatedAt, message.ExpiresAt, SizeBytes = (long)message.Bytes.Length },
            handed);
    }

    [Fact]
    public async Task Hands_the_bytes_over_with_the_message()
    {
        var message = Store.Message();

        await Store.AcceptAsync(message);

        Assert.Equal(message.Bytes, Assert.Single(Store.Ready.Drain()).Bytes);
    }

    [Fact]
    public async Task What_was_handed_over_is_in_hand_already()
    {
        await Store.AcceptAsync(Store.Message());

        Assert.Empty(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task A_message_without_sender_and_subject_is_accepted()
    {
        var id = await Store.AcceptAsync(Store.Message() with { EnvelopeSender = "", Subject = "" });

        Assert.Equal("", (await Store.FindAsync(id)).Subject);
    }

    [Fact]
    public async Task Each_recipient_is_a_delivery_of_its_own()
    {
        var id = await Store.AcceptAsync(Store.Message(Lane.Direct, "ann@example.org", "ben@example.org"));

        Assert.Equal(["ann@example.org", "ben@example.org"], (await Store.FindAsync(id)).Deliveries.Select(delivery => delivery.Recipient));
    }

    [Fact]
    public async Task Waits_as_a_row_when_the_ready_queue_is_full()
    {
        var id = await Store.WithoutHandOver().AcceptAsync(Store.Message());

        Assert.Equal(DeliveryState.Waiting, Assert.Single((await Store.FindAsync(id)).Deliveries).State);
    }

    [Fact]
    public async Task Wakes_the_dispatcher_for_what_waits_as_a_row()
    {
        await Store.WithoutHandOver().AcceptAsync(Store.Message());

        await Store.Signal.WaitAsync(TimeSpan.FromHours(1), Store.Time, Token);

        Assert.Equal(0, Store.Time.ArmedTimers);
    }

    [Fact]
    public async Task Is_not_tried_before_its_time()
    {
        await Store.AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddHours(1) });

        Assert.Empty(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task Is_tried_when_its_time_has_come()
    {
        await Store.AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddHours(1) });
        Store.Time.Advance(TimeSpan.FromHours(1));

        Assert.Single(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_is_told_the_first_message()
    {
        var first = await Store.AcceptAsync(Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "aa" });

        var outcome = await Store.Outbox.AcceptAsync(Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "aa" }, Token);

        Assert.Equal(new AcceptOutcome.Repeated(first), outcome);
    }

    [Fact]
    public async Task A_repeat_stores_nothing_and_hands_nothing_over()
    {
        await Store.AcceptAsync(Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "aa" });
        var repeat = Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "aa" };

        await Store.Outbox.AcceptAsync(repeat, Token);

        Assert.Null(await Store.Records.FindAsync(repeat.Id, Token));
        Assert.Single(Store.Ready.Drain());
        Assert.Equal(0, Store.Ready.Count);
    }

    [Fact]
    public async Task A_key_used_for_something_else_is_taken()
    {
        var first = await Store.AcceptAsync(Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "aa" });

        var outcome = await Store.Outbox.AcceptAsync(Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "bb" }, Token);

        Assert.Equal(new AcceptOutcome.KeyTaken(first), outcome);
    }

    [Fact]
    public async Task Two_apps_may_use_the_same_key()
    {
        await Store.AcceptAsync(Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "aa" });

        var outcome = await Store.Outbox.AcceptAsync(Store.Message() with { App = "shop", IdempotencyKey = "order-1", Fingerprint = "aa" }, Token);

        Assert.IsType<AcceptOutcome.Stored>(outcome);
    }

    [Fact]
    public async Task Of_many_that_come_at_once_under_one_key_one_is_stored()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Store.Outbox.AcceptAsync(Store.Message() with { IdempotencyKey = "order-1", Fingerprint = "aa" }, Token)));

        Assert.Single(outcomes.OfType<AcceptOutcome.Stored>());
        Assert.Equal(49, outcomes.OfType<AcceptOutcome.Repeated>().Count());
    }

    [Fact]
    public async Task A_message_that_cannot_be_stored_does_not_harm_those_beside_it()
    {
        var twice = Store.Message();
        await Store.AcceptAsync(twice);

        var others = Enumerable.Range(0, 20).Select(_ => Store.Outbox.AcceptAsync(Store.Message(), Token)).ToList();
        var again = Store.Outbox.AcceptAsync(twice, Token);
        others.AddRange(Enumerable.Range(0, 20).Select(_ => Store.Outbox.AcceptAsync(Store.Message(), Token)));

        Assert.All(await Task.WhenAll(others), outcome => Assert.IsType<AcceptOutcome.Stored>(outcome));
        await Assert.ThrowsAnyAsync<Exception>(() => again);
        Assert.True((await Store.Records.LedgerAsync(Token)).IsBalanced);
    }

    [Theory, InlineData(1), InlineData(262_144), InlineData(262_145), InlineData(1_500_000)]
    public async Task Bodies_of_any_size_come_back_byte_for_byte(int size)
    {
        var bytes = new byte[size];
        for (var index = 0; index < size; index++) bytes[index] = (byte)(index * 31 % 251);

        var id = await Store.AcceptAsync(Store.Message() with { Bytes = bytes });

        Assert.Equal(bytes, (await Store.Outbox.ReadBytesAsync(id, Token))!.Value.ToArray());
    }

    [Fact]
    public async Task An_unknown_message_has_no_bytes() =>
        Assert.Null(await Store.Outbox.ReadBytesAsync(MessageId.New(Store.Time), Token));

    [Fact]
    public async Task A_place_in_the_ready_queue_is_given_back_when_nothing_was_stored()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Outbox.AcceptAsync(Store.Message(), cancelled.Token));

        Assert.Equal(0, Store.Ready.Count);
    }
}
