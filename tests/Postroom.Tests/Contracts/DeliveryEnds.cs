using Postroom.Deliveries;

namespace Postroom.Tests.Contracts;

/// <summary>The outcomes after which a delivery is done.</summary>
public static class DeliveryEnds
{
    public static TheoryData<string, DeliveryOutcome> All => new()
    {
        { "delivered", new DeliveryOutcome.Delivered("250 Ok") },
        { "bounced", new DeliveryOutcome.Bounced("550 No") },
        { "expired", new DeliveryOutcome.Expired("Too late.") },
        { "suppressed", new DeliveryOutcome.Suppressed("Not sent.") },
        { "uncertain", new DeliveryOutcome.Uncertain("It broke.", null) },
    };
}
