using Postroom.Deliveries;
using Postroom.Languages;

namespace Postroom.Admin.DeliveryPages;

/// <summary>Says and shows where a delivery stands.</summary>
static class StateWords
{
    /// <summary>The states one can filter by, in the order of a delivery's life, with the word in the address.</summary>
    public static IReadOnlyList<(DeliveryState State, string Word)> All { get; } =
    [
        (DeliveryState.Waiting, "waiting"),
        (DeliveryState.Leased, "sending"),
        (DeliveryState.Delivered, "delivered"),
        (DeliveryState.Bounced, "bounced"),
        (DeliveryState.Expired, "expired"),
        (DeliveryState.Uncertain, "uncertain"),
        (DeliveryState.Suppressed, "suppressed"),
        (DeliveryState.Cancelled, "cancelled"),
    ];

    /// <summary>The state for a word of the address; null: all.</summary>
    public static DeliveryState? Parse(string? word)
    {
        foreach (var (state, known) in All)
            if (known == word) return state;
        return null;
    }

    /// <summary>The word of a state.</summary>
    public static string? WordOf(DeliveryState? state) => All.FirstOrDefault(known => known.State == state).Word;

    /// <summary>The name of a state for people.</summary>
    /// <param name="state">The state.</param>
    /// <param name="wasTried">Whether it was tried before: then waiting is waiting for the next try.</param>
    public static string NameOf(DeliveryState state, bool wasTried = false) => state switch
    {
        DeliveryState.Waiting when wasTried => Texts.Get("Console.State.Deferred"),
        DeliveryState.Waiting => Texts.Get("Console.State.Waiting"),
        DeliveryState.Leased => Texts.Get("Console.State.Leased"),
        DeliveryState.Delivered => Texts.Get("Console.State.Delivered"),
        DeliveryState.Bounced => Texts.Get("Console.State.Bounced"),
        DeliveryState.Expired => Texts.Get("Console.State.Expired"),
        DeliveryState.Cancelled => Texts.Get("Console.State.Cancelled"),
        DeliveryState.Suppressed => Texts.Get("Console.State.Suppressed"),
        _ => Texts.Get("Console.State.Uncertain"),
    };

    /// <summary>The colour of a state.</summary>
    public static string ClassOf(DeliveryState state, bool wasTried = false) => state switch
    {
        DeliveryState.Delivered => "ok",
        DeliveryState.Waiting when !wasTried => "info",
        DeliveryState.Leased => "info",
        DeliveryState.Waiting or DeliveryState.Uncertain => "warn",
        DeliveryState.Bounced or DeliveryState.Expired => "bad",
        _ => "",
    };

    /// <summary>The name, colour and icon of what an attempt came to.</summary>
    /// <param name="outcome">As the record has it.</param>
    public static (string Name, string Class, string Icon) OfOutcome(string outcome) => outcome switch
    {
        "delivered" => (Texts.Get("Console.Outcome.Delivered"), "ok", "check"),
        "deferred" => (Texts.Get("Console.Outcome.Deferred"), "warn", "clock"),
        "bounced" => (Texts.Get("Console.Outcome.Bounced"), "bad", "cross"),
        "expired" => (Texts.Get("Console.Outcome.Expired"), "bad", "clock"),
        "suppressed" => (Texts.Get("Console.Outcome.Suppressed"), "", "cross"),
        _ => (Texts.Get("Console.Outcome.Uncertain"), "warn", "help"),
    };
}
