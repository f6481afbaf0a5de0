using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class RetryAndCancelContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task What_waits_can_be_taken_back()
    {
        var id = await Store.WithoutHandOver().AcceptAsync(Store.Message(Lane.Direct, "ann@example.org", "ben@example.org"));

        Assert.Equal(2, await Store.Outbox.CancelAsync(id, Token));
        Assert.Empty(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task What_is_in_hand_cannot_be_taken_back()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());

        Assert.Equal(0, await Store.Outbox.CancelAsync(leased.Id, Token));
    }

    [Fact]
    public async Task An_unknown_message_is_neither_taken_back_nor_tried_again()
    {
        var unknown = MessageId.New(Store.Time);

        Assert.Equal((0, 0), (await Store.Outbox.CancelAsync(unknown, Token), await Store.Outbox.RetryAsync(unknown, Token)));
    }

    [Fact]
    public async Task What_is_for_later_stays_for_later_when_it_is_tried_again()
    {
        var id = await Store.WithoutHandOver()
            .AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddHours(3) });

        await Store.Outbox.RetryAsync(id, Token);
        Assert.Empty(await Store.Outbox.LeaseAsync(10, Token));

        Store.Time.Advance(TimeSpan.FromHours(3));
        Assert.Single(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task What_waits_past_its_time_expires()
    {
        var early = await Store.AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddDays(6) });
        var later = await Store.AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddDays(6), ExpiresAt = Store.Time.GetUtcNow().AddDays(7) });
        Store.Time.Advance(TimeSpan.FromDays(5));

        Assert.Equal(1, await Store.Outbox.ExpireOverdueAsync(Token));
        Assert.Equal(
            [DeliveryState.Expired, DeliveryState.Waiting],
            [Assert.Single((await Store.FindAsync(early)).Deliveries).State, Assert.Single((await Store.FindAsync(later)).Deliveries).State]);
    }

    [Fact]
    public async Task All_that_is_overdue_expires_however_much_it_is()
    {
        Store.WithoutHandOver();
        await Task.WhenAll(Enumerable.Range(0, 1_200).Select(_ => Store.AcceptAsync(Store.Message())));
        Store.Time.Advance(TimeSpan.FromDays(5));

        Assert.Equal(1_200, await Store.Outbox.ExpireOverdueAsync(Token));
    }

    [Fact]
    public async Task What_expired_and_was_tried_again_does_not_expire_at_once()
    {
        var id = await Store.WithoutHandOver().AcceptAsync(Store.Message());
        Store.Time.Advance(TimeSpan.FromDays(5));
        await Store.Outbox.ExpireOverdueAsync(Token);

        await Store.Outbox.RetryAsync(id, Token);

        Assert.Equal(0, await Store.Outbox.ExpireOverdueAsync(Token));
    }

    [Fact]
    public async Task A_retry_makes_what_waits_due_now()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("451 later", Store.Time.GetUtcNow().AddHours(4)));

        var retried = await Store.Outbox.RetryAsync(leased.Id, Token);

        Assert.Equal(1, retried);
        Assert.Single(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task A_retry_counts_on_from_the_attempts_made()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Bounced("550 no such user"));

        await Store.Outbox.RetryAsync(leased.Id, Token);

        Assert.Equal(2, Assert.Single(Assert.Single(await Store.Outbox.LeaseAsync(10, Token)).Deliveries).Attempt);
    }

    [Fact]
    public async Task A_retry_leaves_what_was_delivered()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Delivered("250 Ok"));

        Assert.Equal(0, await Store.Outbox.RetryAsync(leased.Id, Token));
    }

    [Fact]
    public async Task A_retry_after_the_time_ran_out_gives_the_time_again()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        Store.Time.Advance(TimeSpan.FromDays(6));
        await Store.FinishAsync(leased, new DeliveryOutcome.Expired("out of time"));

        await Store.Outbox.RetryAsync(leased.Id, Token);

        Assert.Equal(Store.Time.GetUtcNow().AddDays(5), Assert.Single(await Store.Outbox.LeaseAsync(10, Token)).ExpiresAt);
    }

    [Fact]
    public async Task A_retry_wakes_the_dispatcher()
    {
        var id = await Store.AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddHours(1) });
        await Store.Signal.WaitAsync(TimeSpan.FromHours(1), Store.Time, Token);

        await Store.Outbox.RetryAsync(id, Token);

        Assert.True(Store.Signal.WaitAsync(TimeSpan.FromHours(1), Store.Time, Token).IsCompletedSuccessfully);
    }
}
