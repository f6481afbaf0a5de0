using Postroom.Deliveries;
using Postroom.Languages;

namespace Postroom.Admin.DeliveryPages;

/// <summary>Where a delivery stands, in the one vocabulary of the console: what a badge says, a filter finds.</summary>
/// <param name="Word">Names it in an address.</param>
/// <param name="States">The states it stands for.</param>
/// <param name="WasTried">Whether it means deliveries that were tried before, or were not; null: both.</param>
/// <param name="Class">The colour of its badge.</param>
public sealed record DeliveryStatus(string Word, IReadOnlyList<DeliveryState> States, bool? WasTried, string Class)
{
    /// <summary>All that is not done yet, which no badge says.</summary>
    public static DeliveryStatus Open { get; } = new(
        "open", [DeliveryState.Waiting, DeliveryState.Leased], null, "info");

    /// <summary>All that ended without being delivered and was not taken back, which no badge says.</summary>
    public static DeliveryStatus Failed { get; } = new(
        "failed", [DeliveryState.Bounced, DeliveryState.Expired, DeliveryState.Uncertain], null, "bad");

    /// <summary>What one can filter by: the two groups, then each status in the order of a delivery's life.</summary>
    public static IReadOnlyList<DeliveryStatus> All { get; } =
    [
        Open,
        Failed,
        new("waiting", [DeliveryState.Waiting], false, "info"),
        new("deferred", [DeliveryState.Waiting], true, "warn"),
        new("sending", [DeliveryState.Leased], null, "info"),
        new("delivered", [DeliveryState.Delivered], null, "ok"),
        new("bounced", [DeliveryState.Bounced], null, "bad"),
        new("expired", [DeliveryState.Expired], null, "bad"),
        new("uncertain", [DeliveryState.Uncertain], null, "warn"),
        new("suppressed", [DeliveryState.Suppressed], null, ""),
        new("cancelled", [DeliveryState.Cancelled], null, ""),
    ];

    /// <summary>Its name for people.</summary>
    public string Name => Texts.Get($"Console.State.{Word}");

    /// <summary>The one a delivery has.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="wasTried">Whether it was tried before.</param>
    public static DeliveryStatus Of(DeliveryState state, bool wasTried) =>
        All.First(status => status.States is [var only] && only == state && (status.WasTried ?? wasTried) == wasTried);

    /// <summary>The one a word of an address names; null: none.</summary>
    public static DeliveryStatus? Parse(string? word) => All.FirstOrDefault(status => status.Word == word);
}
