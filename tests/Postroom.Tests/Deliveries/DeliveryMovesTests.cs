using Postroom.Deliveries;

namespace Postroom.Tests.Deliveries;

public sealed class DeliveryMovesTests
{
    public static TheoryData<DeliveryState> Done =>
        [DeliveryState.Delivered, DeliveryState.Bounced, DeliveryState.Expired, DeliveryState.Cancelled, DeliveryState.Suppressed, DeliveryState.Uncertain];

    public static TheoryData<DeliveryOutcome, DeliveryState> Outcomes => new()
    {
        { new DeliveryOutcome.Delivered("250"), DeliveryState.Delivered },
        { new DeliveryOutcome.Deferred("451", DateTimeOffset.UnixEpoch), DeliveryState.Waiting },
        { new DeliveryOutcome.Bounced("550"), DeliveryState.Bounced },
        { new DeliveryOutcome.Expired("late"), DeliveryState.Expired },
        { new DeliveryOutcome.Suppressed("suppressed"), DeliveryState.Suppressed },
        { new DeliveryOutcome.Uncertain("no answer", DateTimeOffset.UnixEpoch), DeliveryState.Waiting },
        { new DeliveryOutcome.Uncertain("no answer", null), DeliveryState.Uncertain },
    };

    [Theory, MemberData(nameof(Done))]
    public void Nothing_goes_from_one_end_to_another(DeliveryState from) =>
        Assert.DoesNotContain(Done, to => DeliveryMoves.IsLegal(from, to));

    [Theory, InlineData(DeliveryState.Delivered), InlineData(DeliveryState.Cancelled), InlineData(DeliveryState.Suppressed)]
    public void Some_ends_are_never_left(DeliveryState from) =>
        Assert.DoesNotContain(Enum.GetValues<DeliveryState>(), to => DeliveryMoves.IsLegal(from, to));

    [Fact]
    public void Only_what_waits_can_be_taken_in_hand() =>
        Assert.Equal([DeliveryState.Waiting], Enum.GetValues<DeliveryState>().Where(from => DeliveryMoves.IsLegal(from, DeliveryState.Leased)));

    [Fact]
    public void Only_what_is_in_hand_can_be_delivered() =>
        Assert.Equal([DeliveryState.Leased], Enum.GetValues<DeliveryState>().Where(from => DeliveryMoves.IsLegal(from, DeliveryState.Delivered)));

    [Theory, MemberData(nameof(Outcomes))]
    public void Every_outcome_leads_to_a_state_and_there_is_a_move_to_it(DeliveryOutcome outcome, DeliveryState expected)
    {
        Assert.Equal(expected, outcome.State);
        Assert.True(DeliveryMoves.IsLegal(DeliveryState.Leased, outcome.State));
    }

    [Fact]
    public void What_waits_or_is_in_hand_is_not_done() =>
        Assert.Equal([DeliveryState.Waiting, DeliveryState.Leased], Enum.GetValues<DeliveryState>().Where(state => !DeliveryMoves.IsDone(state)));
}
