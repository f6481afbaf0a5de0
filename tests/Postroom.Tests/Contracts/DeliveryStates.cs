using Postroom.Deliveries;

namespace Postroom.Tests.Contracts;

public static class DeliveryStates
{
    public static TheoryData<DeliveryState> All => [.. Enum.GetValues<DeliveryState>()];
}
