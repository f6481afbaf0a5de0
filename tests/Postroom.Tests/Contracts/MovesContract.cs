using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

/// <summary>Walks the table of legal moves: from every state, by everything that can be done.</summary>
public abstract class MovesContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly Dictionary<string, Func<TestStore, LeasedMessage, Task>> Deeds = new()
    {
        ["lease"] = (store, _) => store.Outbox.LeaseAsync(10, Token),
        ["release"] = (store, lease) => store.Outbox.ReleaseAsync(lease, Token),
        ["cancel"] = (store, lease) => store.Outbox.CancelAsync(lease.Id, Token),
        ["retry"] = (store, lease) => store.Outbox.RetryAsync(lease.Id, Token),
        ["recover"] = async (store, _) =>
        {
            await using var other = store.OpenAnotherNode();
            store.Time.Advance(TimeSpan.FromSeconds(61));
            await other.Outbox.RecoverAsync(Token);
        },
        ["overdue"] = (store, _) =>
        {
            store.Time.Advance(TimeSpan.FromDays(6));
            return store.Outbox.ExpireOverdueAsync(Token);
        },
        ["deliver"] = (store, lease) => store.FinishAsync(lease, new DeliveryOutcome.Delivered("250 Ok")),
        ["defer"] = (store, lease) => store.FinishAsync(lease, new DeliveryOutcome.Deferred("451 later", store.Time.GetUtcNow())),
        ["bounce"] = (store, lease) => store.FinishAsync(lease, new DeliveryOutcome.Bounced("550 no")),
        ["expire"] = (store, lease) => store.FinishAsync(lease, new DeliveryOutcome.Expired("out of time")),
        ["suppress"] = (store, lease) => store.FinishAsync(lease, new DeliveryOutcome.Suppressed("suppressed")),
        ["doubt"] = (store, lease) => store.FinishAsync(lease, new DeliveryOutcome.Uncertain("no answer", null)),
    };

    [Theory, MemberData(nameof(DeliveryStates.All), MemberType = typeof(DeliveryStates))]
    public async Task Nothing_makes_an_illegal_move(DeliveryState from)
    {
        foreach (var (name, deed) in Deeds)
        {
            var lease = await BringToAsync(from);

            await deed(Store, lease);

            var to = Assert.Single((await Store.FindAsync(lease.Id)).Deliveries).State;
            Assert.True(from == to || DeliveryMoves.IsLegal(from, to), $"{name} moved {from} to {to}.");
            await FinishOffAsync();
        }
    }

    [Fact]
    public async Task Every_legal_move_can_be_made()
    {
        var made = new HashSet<(DeliveryState, DeliveryState)>();
        foreach (var from in Enum.GetValues<DeliveryState>())
        {
            foreach (var deed in Deeds.Values)
            {
                var lease = await BringToAsync(from);
                await deed(Store, lease);
                made.Add((from, Assert.Single((await Store.FindAsync(lease.Id)).Deliveries).State));
                await FinishOffAsync();
            }
        }

        var legal = from one in Enum.GetValues<DeliveryState>()
                    from other in Enum.GetValues<DeliveryState>()
                    where DeliveryMoves.IsLegal(one, other)
                    select (one, other);
        Assert.Empty(legal.Except(made).Except([(DeliveryState.Leased, DeliveryState.Cancelled)])); // What is in hand stays in hand.
    }

    async Task<LeasedMessage> BringToAsync(DeliveryState state)
    {
        var lease = await Store.AcceptAndLeaseAsync(Store.Message());
        switch (state)
        {
            case DeliveryState.Leased: break;
            case DeliveryState.Cancelled:
                await Store.Outbox.ReleaseAsync(lease, Token);
                await Store.Outbox.CancelAsync(lease.Id, Token);
                break;
            case DeliveryState.Waiting: await Store.Outbox.ReleaseAsync(lease, Token); break;
            case DeliveryState.Delivered: await Deeds["deliver"](Store, lease); break;
            case DeliveryState.Bounced: await Deeds["bounce"](Store, lease); break;
            case DeliveryState.Expired: await Deeds["expire"](Store, lease); break;
            case DeliveryState.Suppressed: await Deeds["suppress"](Store, lease); break;
            case DeliveryState.Uncertain: await Deeds["doubt"](Store, lease); break;
            default: throw new ArgumentOutOfRangeException(nameof(state));
        }

        return lease;
    }

    /// <summary>Leaves nothing waiting that the next round could lease.</summary>
    async Task FinishOffAsync()
    {
        await Store.Outbox.RenewNodeAsync(Token);
        foreach (var lease in await Store.Outbox.LeaseAsync(100, Token)) await Store.FinishAsync(lease, new DeliveryOutcome.Delivered("250 Ok"));
    }
}
