using Postroom.Deliveries;
using Postroom.Dispatching;

namespace Postroom.Tests.Contracts;

/// <summary>The clock was set back while mail waited.</summary>
public abstract class ClockContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task What_waits_for_another_attempt_is_due_now()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("451 later", Store.Time.GetUtcNow().AddHours(2)));
        Store.Time.Jump(-Day);

        var cut = await Store.Outbox.CutLongWaitsAsync(RetryPolicy.AfterQuota, Token);

        Assert.Equal((1, Store.Time.GetUtcNow()), (cut, Assert.Single((await Store.FindAsync(leased.Id)).Deliveries).DueAt));
    }

    [Theory, InlineData(10), InlineData(60), InlineData(24 * 60)]
    public async Task What_was_never_tried_is_due_now(int minutes)
    {
        await Store.WithoutHandOver().AcceptAsync(Store.Message());
        Store.Time.Jump(TimeSpan.FromMinutes(-minutes));
        Assert.Empty(await Store.Outbox.LeaseAsync(10, Token));

        await Store.Outbox.CutLongWaitsAsync(RetryPolicy.AfterQuota, Token);

        Assert.Single(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task What_was_handed_in_for_later_keeps_its_time()
    {
        await Store.WithoutHandOver().AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddDays(2) });

        Assert.Equal(0, await Store.Outbox.CutLongWaitsAsync(RetryPolicy.AfterQuota, Token));
    }

    [Fact]
    public async Task An_ordinary_wait_is_left_as_it_is()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("452 quota", Store.Time.GetUtcNow() + RetryPolicy.AfterQuota));

        Assert.Equal(0, await Store.Outbox.CutLongWaitsAsync(RetryPolicy.AfterQuota, Token));
    }
}
