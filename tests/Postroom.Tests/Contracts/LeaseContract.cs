using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class LeaseContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_lease_has_all_that_sending_needs()
    {
        var message = Store.Message() with { Is8Bit = true, NeedsSmtpUtf8 = true, Kind = "test", TraceContext = "00-ab-cd-01" };
        await Store.WithoutHandOver().AcceptAsync(message);

        var leased = Assert.Single(await Store.Outbox.LeaseAsync(10, Token));

        Assert.Equivalent(
            new
            {
                message.Id,
                message.App,
                message.Lane,
                message.EnvelopeSender,
                message.Is8Bit,
                message.NeedsSmtpUtf8,
                message.Kind,
                message.TraceContext,
                message.CreatedAt,
                message.ExpiresAt,
                SizeBytes = (long)message.Bytes.Length,
            },
            leased);
    }

    [Fact]
    public async Task Recipients_of_one_message_come_together()
    {
        await Store.WithoutHandOver().AcceptAsync(Store.Message(Lane.Direct, "ann@example.org", "ben@example.org"));

        var leased = Assert.Single(await Store.Outbox.LeaseAsync(10, Token));

        Assert.Equal(["ann@example.org", "ben@example.org"], leased.Deliveries.Select(delivery => delivery.Recipient));
    }

    [Fact]
    public async Task The_first_attempt_is_number_one()
    {
        await Store.WithoutHandOver().AcceptAsync(Store.Message());

        Assert.Equal(1, Assert.Single(Assert.Single(await Store.Outbox.LeaseAsync(10, Token)).Deliveries).Attempt);
    }

    [Fact]
    public async Task What_is_in_hand_is_not_leased_again()
    {
        await Store.WithoutHandOver().AcceptAsync(Store.Message());
        await Store.Outbox.LeaseAsync(10, Token);

        Assert.Empty(await Store.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task The_most_urgent_lane_comes_first()
    {
        Store.WithoutHandOver();
        foreach (var lane in new[] { Lane.Bulk, Lane.Notification, Lane.Account, Lane.Direct }) await Store.AcceptAsync(Store.Message(lane));

        var leased = await Store.Outbox.LeaseAsync(10, Token);

        Assert.Equal([Lane.Account, Lane.Direct, Lane.Notification, Lane.Bulk], leased.Select(message => message.Lane));
    }

    [Fact]
    public async Task Within_a_lane_the_longest_due_comes_first()
    {
        Store.WithoutHandOver();
        var now = Store.Time.GetUtcNow();
        var later = await Store.AcceptAsync(Store.Message() with { NotBefore = now.AddMinutes(2) });
        var sooner = await Store.AcceptAsync(Store.Message() with { NotBefore = now.AddMinutes(1) });
        Store.Time.Advance(TimeSpan.FromMinutes(5));

        var leased = await Store.Outbox.LeaseAsync(10, Token);

        Assert.Equal([sooner, later], leased.Select(message => message.Id));
    }

    [Fact]
    public async Task Takes_no_more_than_the_limit()
    {
        await Store.WithoutHandOver().AcceptAsync(Store.Message(Lane.Direct, "a@example.org", "b@example.org", "c@example.org"));

        var leased = await Store.Outbox.LeaseAsync(2, Token);

        Assert.Equal(2, leased.Sum(message => message.Deliveries.Count));
    }

    [Theory, InlineData(80), InlineData(8), InlineData(1)]
    public async Task A_lower_lane_gets_one_in_eight_while_a_higher_one_is_full(int limit)
    {
        Store.WithoutHandOver();
        for (var count = 0; count < 100; count++)
        {
            await Store.AcceptAsync(Store.Message(Lane.Account));
            await Store.AcceptAsync(Store.Message(Lane.Bulk));
        }

        var leased = new List<LeasedMessage>();
        while (leased.Count < 80) leased.AddRange(await Store.Outbox.LeaseAsync(limit, Token));

        Assert.Equal(10, leased.Count(message => message.Lane == Lane.Bulk));
    }

    [Fact]
    public async Task A_lane_that_is_alone_gets_everything()
    {
        Store.WithoutHandOver();
        for (var count = 0; count < 20; count++) await Store.AcceptAsync(Store.Message(Lane.Account));

        Assert.Equal(20, (await Store.Outbox.LeaseAsync(20, Token)).Count);
    }

    [Fact]
    public async Task What_was_released_waits_and_the_attempt_does_not_count()
    {
        await Store.Outbox.ReleaseAsync(await Store.AcceptAndLeaseAsync(Store.Message()), Token);

        Assert.Equal(1, Assert.Single(Assert.Single(await Store.Outbox.LeaseAsync(10, Token)).Deliveries).Attempt);
    }

    [Fact]
    public async Task The_next_due_time_is_that_of_the_first_in_any_lane()
    {
        var now = Store.Time.GetUtcNow();
        await Store.AcceptAsync(Store.Message(Lane.Account) with { NotBefore = now.AddHours(2) });
        await Store.AcceptAsync(Store.Message(Lane.Bulk) with { NotBefore = now.AddHours(1) });

        Assert.Equal(now.AddHours(1), await Store.Outbox.NextDueAsync(Token));
    }

    [Fact]
    public async Task Nothing_is_due_when_nothing_waits()
    {
        await Store.AcceptAsync(Store.Message());

        Assert.Null(await Store.Outbox.NextDueAsync(Token));
    }

    [Fact]
    public async Task Two_nodes_never_have_the_same_delivery_in_hand()
    {
        Store.WithoutHandOver();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Store.Outbox.AcceptAsync(Store.Message(), Token)));
        await using var other = Store.OpenAnotherNode();

        var taken = await Task.WhenAll(TakeAll(Store), TakeAll(other), TakeAll(Store), TakeAll(other));

        Assert.Equal(300, taken.Sum(deliveries => deliveries.Count));
        Assert.Equal(300, taken.SelectMany(deliveries => deliveries).Distinct().Count());

        static Task<List<long>> TakeAll(TestStore node) => Task.Run(
            async () =>
            {
                var deliveries = new List<long>();
                while (await node.Outbox.LeaseAsync(7, Token) is { Count: > 0 } leased)
                    deliveries.AddRange(leased.SelectMany(message => message.Deliveries).Select(delivery => delivery.Id));
                return deliveries;
            },
            Token);
    }
}
