using Postroom.Deliveries;

namespace Postroom.Tests.Contracts;

public abstract class RecoveryContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task What_a_dead_node_held_waits_again()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await using var other = Store.OpenAnotherNode();
        Store.Time.Advance(TimeSpan.FromSeconds(61));

        var taken = await other.Outbox.RecoverAsync(Token);

        Assert.Equal(1, taken);
        Assert.Equal(leased.Id, Assert.Single(await other.Outbox.LeaseAsync(10, Token)).Id);
    }

    [Fact]
    public async Task The_attempt_of_a_dead_node_is_uncertain()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await using var other = Store.OpenAnotherNode();
        Store.Time.Advance(TimeSpan.FromSeconds(61));

        await other.Outbox.RecoverAsync(Token);

        var attempt = Assert.Single(Assert.Single((await Store.FindAsync(leased.Id)).Deliveries).Attempts);
        Assert.Equal((1, "uncertain"), (attempt.Number, attempt.Outcome));
        Assert.Contains("may have been sent", attempt.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_says_it_lives_keeps_what_it_has()
    {
        await Store.AcceptAndLeaseAsync(Store.Message());
        await using var other = Store.OpenAnotherNode();
        Store.Time.Advance(TimeSpan.FromSeconds(59));
        await Store.Outbox.RenewNodeAsync(Token);
        Store.Time.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal(0, await other.Outbox.RecoverAsync(Token));
    }

    [Fact]
    public async Task Saying_so_says_for_how_long() =>
        Assert.Equal(Store.Time.GetUtcNow().AddSeconds(60), await Store.Outbox.RenewNodeAsync(Token));

    [Fact]
    public async Task A_node_does_not_take_back_its_own()
    {
        await Store.AcceptAndLeaseAsync(Store.Message());
        Store.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await Store.Outbox.RecoverAsync(Token));
    }

    [Fact]
    public async Task A_node_thought_dead_can_no_longer_finish()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await using var other = Store.OpenAnotherNode();
        Store.Time.Advance(TimeSpan.FromSeconds(61));
        await other.Outbox.RecoverAsync(Token);
        await other.Outbox.LeaseAsync(10, Token);

        Assert.Equal(0, await Store.FinishAsync(leased, new DeliveryOutcome.Delivered("250 Ok")));
    }

    [Fact]
    public async Task A_node_thought_dead_may_live_again()
    {
        await using var other = Store.OpenAnotherNode();
        Store.Time.Advance(TimeSpan.FromSeconds(61));
        await other.Outbox.RenewNodeAsync(Token);
        await other.Outbox.RecoverAsync(Token);

        await Store.Outbox.RenewNodeAsync(Token);
        await Store.AcceptAndLeaseAsync(Store.Message());

        Assert.Equal(0, await other.Outbox.RecoverAsync(Token));
    }

    [Fact]
    public async Task Recovery_keeps_the_ledger_in_balance()
    {
        await Store.AcceptAndLeaseAsync(Store.Message());
        await using var other = Store.OpenAnotherNode();
        Store.Time.Advance(TimeSpan.FromSeconds(61));

        await other.Outbox.RecoverAsync(Token);

        Assert.True((await Store.Records.LedgerAsync(Token)).IsBalanced);
    }
}
