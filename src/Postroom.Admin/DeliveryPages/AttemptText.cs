using System.Globalization;
using Postroom.Deliveries;
using Postroom.Diagnosis;
using Postroom.Languages;
using Postroom.Outbox;

namespace Postroom.Admin.DeliveryPages;

/// <summary>
/// Says why an attempt failed and what to do, as it is now: what became of the delivery since decides.
/// </summary>
static class AttemptText
{
    /// <summary>The cause, and what to do now.</summary>
    /// <returns>A cause of null: nothing is known beyond the server's own words. A remedy of null: there is nothing to
    /// do any more.</returns>
    public static (string? Cause, string? Remedy) Of(
        AttemptRecord attempt, DeliveryRecord delivery, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(delivery);
        var explained = Explain(attempt, language);
        var cause = attempt.Outcome == "uncertain" ? Texts.GetIn(language, "Console.Timeline.Uncertain")
            : explained.Id == "unknown" ? null : explained.Cause;
        return (cause, IsOver(attempt, delivery) ? null : Remedy(attempt, delivery, explained, language));
    }

    // Old attempts, and those that ended before a mail server was asked, have no cause but their words.
    static Explanation Explain(AttemptRecord attempt, CultureInfo language) => attempt.Cause is { } cause
        ? ReplyExplainer.ExplainCause(cause, language, attempt.Server)
        : ReplyExplainer.Explain(attempt.Words, language);

    // A later attempt says what is to be done, and nothing is when the mail has arrived or was taken back.
    static bool IsOver(AttemptRecord attempt, DeliveryRecord delivery) =>
        attempt != delivery.Attempts[^1]
            || delivery.State is DeliveryState.Delivered or DeliveryState.Cancelled or DeliveryState.Suppressed;

    static string Remedy(AttemptRecord attempt, DeliveryRecord delivery, Explanation explained, CultureInfo language) =>
        attempt.Outcome switch
        {
            "uncertain" when delivery.State is DeliveryState.Uncertain =>
                Texts.GetIn(language, "Console.Timeline.Uncertain.Ask"),
            "uncertain" => Texts.GetIn(language, "Console.Timeline.Uncertain.Again"),
            "expired" => Texts.GetIn(language, "Console.Timeline.Expired"),
            _ => explained.Remedy,
        };
}
