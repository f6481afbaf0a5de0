using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class FinishContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly DeliveryOutcome Delivered = new DeliveryOutcome.Delivered("250 2.0.0 Ok: queued as 4711");

    [Fact]
    public async Task What_was_delivered_is_done()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());

        await Store.FinishAsync(leased, Delivered);

        var delivery = Assert.Single((await Store.FindAsync(leased.Id)).Deliveries);
        Assert.Equal((DeliveryState.Delivered, null, "250 2.0.0 Ok: queued as 4711"), (delivery.State, delivery.DueAt, delivery.LastWords));
    }

    [Fact]
    public async Task The_attempt_is_kept_with_its_conversation()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());

        await Store.FinishAsync(leased, Delivered, "S: 220 mail.example.com\nC: EHLO here");

        Assert.Equal(
            new AttemptRecord(1, Store.Time.GetUtcNow(), TimeSpan.FromMilliseconds(120), "delivered", "250 2.0.0 Ok: queued as 4711",
                "mail.example.com:25", "TLS 1.3", "data", "S: 220 mail.example.com\nC: EHLO here"),
            Assert.Single(Assert.Single((await Store.FindAsync(leased.Id)).Deliveries).Attempts));
    }

    [Fact]
    public async Task Every_recipient_of_an_attempt_shows_its_conversation()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message(Lane.Direct, "ann@example.org", "ben@example.org", "cy@example.org"));

        await Store.FinishAsync(leased, Delivered, "S: 220 hello");

        Assert.All(
            (await Store.FindAsync(leased.Id)).Deliveries,
            delivery => Assert.Equal(("S: 220 hello", "mail.example.com:25"), (Assert.Single(delivery.Attempts).Transcript, delivery.Attempts[0].Server)));
    }

    [Fact]
    public async Task A_long_conversation_is_kept_by_its_ends()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());

        await Store.FinishAsync(leased, Delivered, "first " + new string('x', 1_000_000) + " last");

        var transcript = Assert.Single(Assert.Single((await Store.FindAsync(leased.Id)).Deliveries).Attempts).Transcript!;
        Assert.InRange(transcript.Length, 1, 17_000);
        Assert.StartsWith("first ", transcript, StringComparison.Ordinal);
        Assert.EndsWith(" last", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_deferred_is_leased_again_at_its_due_time()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("451 later", Store.Time.GetUtcNow().AddMinutes(1)));

        var early = await Store.Outbox.LeaseAsync(10, Token);
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        var due = await Store.Outbox.LeaseAsync(10, Token);

        Assert.Empty(early);
        Assert.Equal(2, Assert.Single(Assert.Single(due).Deliveries).Attempt);
    }

    [Fact]
    public async Task Each_recipient_has_its_own_outcome()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message(Lane.Direct, "ann@example.org", "ben@example.org"));

        await Store.Outbox.FinishAsync(
            new FinishedAttempt
            {
                MessageId = leased.Id,
                StartedAt = Store.Time.GetUtcNow(),
                Duration = TimeSpan.Zero,
                Deliveries =
                [
                    new FinishedDelivery(leased.Deliveries[0], Delivered),
                    new FinishedDelivery(leased.Deliveries[1], new DeliveryOutcome.Bounced("550 5.1.1 no such user")),
                ],
            },
            Token);

        Assert.Equal([DeliveryState.Delivered, DeliveryState.Bounced], (await Store.FindAsync(leased.Id)).Deliveries.Select(delivery => delivery.State));
    }

    [Fact]
    public async Task An_attempt_is_recorded_once()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, Delivered);

        var again = await Store.FinishAsync(leased, new DeliveryOutcome.Bounced("550 no"));

        Assert.Equal(0, again);
        Assert.Equal(DeliveryState.Delivered, Assert.Single((await Store.FindAsync(leased.Id)).Deliveries).State);
    }

    [Fact]
    public async Task An_older_attempt_cannot_finish_a_newer_one()
    {
        var first = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(first, new DeliveryOutcome.Deferred("451 later", Store.Time.GetUtcNow()));
        await Store.Outbox.LeaseAsync(10, Token);

        Assert.Equal(0, await Store.FinishAsync(first, Delivered));
    }

    [Fact]
    public async Task Another_node_cannot_finish_what_this_one_has()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await using var other = Store.OpenAnotherNode();

        Assert.Equal(0, await other.FinishAsync(leased, Delivered));
    }

    [Fact]
    public async Task Wakes_the_dispatcher_for_what_waits_again()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());

        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("451 later", Store.Time.GetUtcNow().AddMinutes(1)));

        Assert.True(Store.Signal.WaitAsync(TimeSpan.FromHours(1), Store.Time, Token).IsCompletedSuccessfully);
    }
}
