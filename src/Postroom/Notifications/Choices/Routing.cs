namespace Postroom.Notifications.Choices;

/// <summary>Lets what a person chose have its way over the rules of recipients. A pure function.</summary>
public static class Routing
{
    /// <summary>The recipient with what holds for them: sent at once, in the digest, or not at all and why.</summary>
    /// <param name="recipient">Somebody the event concerns.</param>
    /// <param name="standing">Where they stand towards the pull request.</param>
    /// <param name="isEnabled">Whether notifications are sent at all.</param>
    public static Recipient Of(Recipient recipient, PersonStanding standing, bool isEnabled)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(standing);
        if (recipient.NotSent is not null) return recipient;
        if (!isEnabled) return recipient with { NotSent = NotSentReason.SwitchedOff };
        if (standing.IsUnsubscribed) return recipient with { NotSent = NotSentReason.Unsubscribed };
        if (standing.Choices.TimingOf(recipient.Kind) is not { } timing) return recipient;
        return timing == NoticeTiming.Off
            ? recipient with { NotSent = NotSentReason.Preference }
            : recipient with { IsImmediate = timing == NoticeTiming.Immediately };
    }
}
