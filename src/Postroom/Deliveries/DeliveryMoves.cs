namespace Postroom.Deliveries;

/// <summary>The legal moves of a delivery, in one table.</summary>
public static class DeliveryMoves
{
    /// <summary>Whether a delivery may go from one state to the other. A done state is never left, but for a person's retry.</summary>
    public static bool IsLegal(DeliveryState from, DeliveryState to) => (from, to) switch
    {
        (DeliveryState.Waiting, DeliveryState.Leased or DeliveryState.Cancelled or DeliveryState.Expired) => true,
        (DeliveryState.Leased, not DeliveryState.Leased) => true,
        (DeliveryState.Bounced or DeliveryState.Expired or DeliveryState.Uncertain, DeliveryState.Waiting) => true,
        _ => false,
    };

    /// <summary>Whether nothing more happens by itself.</summary>
    public static bool IsDone(DeliveryState state) => state is not (DeliveryState.Waiting or DeliveryState.Leased);
}
