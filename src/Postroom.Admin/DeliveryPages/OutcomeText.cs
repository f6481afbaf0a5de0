using Postroom.Languages;

namespace Postroom.Admin.DeliveryPages;

/// <summary>Says and shows what an attempt came to.</summary>
static class OutcomeText
{
    /// <summary>The name, colour and icon of what an attempt came to.</summary>
    /// <param name="outcome">As the record has it.</param>
    public static (string Name, string Class, string Icon) Of(string outcome) => outcome switch
    {
        "delivered" => (Texts.Get("Console.Outcome.Delivered"), "ok", "check"),
        "deferred" => (Texts.Get("Console.Outcome.Deferred"), "warn", "clock"),
        "bounced" => (Texts.Get("Console.Outcome.Bounced"), "bad", "cross"),
        "expired" => (Texts.Get("Console.Outcome.Expired"), "bad", "clock"),
        "suppressed" => (Texts.Get("Console.Outcome.Suppressed"), "", "cross"),
        _ => (Texts.Get("Console.Outcome.Uncertain"), "warn", "help"),
    };
}
