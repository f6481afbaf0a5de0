using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class LedgerContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task An_empty_ledger_balances() =>
        Assert.Equal(new LedgerBalance(0, 0, 0, 0, 0, 0, 0, 0, true), await Store.Records.LedgerAsync(Token));

    [Fact]
    public async Task Counts_what_became_of_every_delivery()
    {
        await Store.AcceptAsync(Store.Message(Lane.Direct, "a@example.org", "b@example.org"));
        await FinishOneAsync(new DeliveryOutcome.Delivered("250 Ok"));
        await FinishOneAsync(new DeliveryOutcome.Bounced("550 no"));
        await FinishOneAsync(new DeliveryOutcome.Expired("out of time"));
        await FinishOneAsync(new DeliveryOutcome.Suppressed("suppressed"));
        await FinishOneAsync(new DeliveryOutcome.Uncertain("no answer", null));
        var cancelled = await Store.AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddHours(1) });
        await Store.Outbox.CancelAsync(cancelled, Token);

        Assert.Equal(
            new LedgerBalance(Accepted: 8, Delivered: 1, Bounced: 1, Expired: 1, Cancelled: 1, Suppressed: 1, Waiting: 2, Uncertain: 1, RowsAgree: true),
            await Store.Records.LedgerAsync(Token));

        async Task FinishOneAsync(DeliveryOutcome outcome)
        {
            Store.Ready.Drain();
            await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message()), outcome);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Balances_after_whatever_happened(int seed)
    {
        var dice = new Dice(seed);
        var messages = new List<MessageId>();
        var inHand = new List<LeasedMessage>();
        for (var step = 0; step < 300; step++) await DoSomethingAsync(dice, messages, inHand);

        var ledger = await Store.Records.LedgerAsync(Token);

        Assert.True(ledger.RowsAgree);
        Assert.True(ledger.IsBalanced);
        Assert.True(ledger is { Accepted: > 100, Delivered: > 0, Bounced: > 0, Expired: > 0, Cancelled: > 0, Suppressed: > 0, Uncertain: > 0 });
    }

    async Task DoSomethingAsync(Dice dice, List<MessageId> messages, List<LeasedMessage> inHand)
    {
        Store.Time.Advance(TimeSpan.FromMinutes(dice.Next(30)));
        await Store.Outbox.RenewNodeAsync(Token);
        await Store.Outbox.ExpireOverdueAsync(Token);
        switch (dice.Next(7))
        {
            case 0:
            case 1:
                messages.Add(await Store.AcceptAsync(Message(dice)));
                inHand.AddRange(Store.Ready.Drain());
                break;
            case 2: inHand.AddRange(await Store.Outbox.LeaseAsync(dice.Next(1, 20), Token)); break;
            case 3 when messages.Count > 0: await Store.Outbox.CancelAsync(messages[dice.Next(messages.Count)], Token); break;
            case 4 when messages.Count > 0: await Store.Outbox.RetryAsync(messages[dice.Next(messages.Count)], Token); break;
            case 5 when inHand.Count > 0: await Store.Outbox.ReleaseAsync(Take(dice, inHand), Token); break;
            default:
                if (inHand.Count > 0) await Store.FinishAsync(Take(dice, inHand), Outcome(dice));
                break;
        }
    }

    OutboxMessage Message(Dice dice) =>
        Store.Message((Lane)dice.Next(4), [.. Enumerable.Range(0, dice.Next(1, 5)).Select(index => $"p{index}@example.org")]) with
        {
            App = dice.Next(2) == 0 ? "wiki" : "shop",
            ExpiresAt = Store.Time.GetUtcNow().AddHours(dice.Next(1, 100)),
            NotBefore = dice.Next(2) == 0 ? null : Store.Time.GetUtcNow().AddMinutes(dice.Next(90)),
        };

    DeliveryOutcome Outcome(Dice dice) => dice.Next(7) switch
    {
        0 => new DeliveryOutcome.Deferred("451 later", Store.Time.GetUtcNow().AddMinutes(dice.Next(60))),
        1 => new DeliveryOutcome.Bounced("550 no"),
        2 => new DeliveryOutcome.Expired("out of time"),
        3 => new DeliveryOutcome.Suppressed("suppressed"),
        4 => new DeliveryOutcome.Uncertain("no answer", null),
        5 => new DeliveryOutcome.Uncertain("no answer", Store.Time.GetUtcNow().AddMinutes(dice.Next(60))),
        _ => new DeliveryOutcome.Delivered("250 Ok"),
    };

    static LeasedMessage Take(Dice dice, List<LeasedMessage> inHand)
    {
        var taken = inHand[dice.Next(inHand.Count)];
        inHand.Remove(taken);
        return taken;
    }
}
