namespace Postroom.Notifications.Choices;

/// <summary>Lets what a person chose have its way over the rules of recipients. A pure function.</summary>
public static class Routing
{
    /// <summary>
    /// The recipient with what holds for them: sent at once, in the digest, or not at all and why. Reasons they do not wish to
    /// hear of are gone, as long as one is left.
    /// </summary>
    /// <param name="recipient">Somebody the event concerns.</param>
    /// <param name="subscription">Where they stand towards the pull request.</param>
    /// <param name="isEnabled">Whether notifications are sent at all.</param>
    public static Recipient Of(Recipient recipient, PersonSubscription subscription, bool isEnabled)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(subscription);
        if (recipient.NotSent is not null) return recipient;
        if (!isEnabled) return recipient with { NotSent = NotSentReason.SwitchedOff };
        if (subscription.IsUnsubscribed) return recipient with { NotSent = NotSentReason.Unsubscribed };
        return subscription.Choices.Wished(recipient.Reasons) switch
        {
            [] => recipient with { NotSent = NotSentReason.Preference },
            [var told, .. var further] wished => recipient with
            {
                Kind = told.Kind,
                Reason = told.Reason,
                // The most urgent one decides: what is wished at once does not wait for what is wished later.
                IsImmediate = wished.Any(reason => IsImmediate(subscription.Choices, reason.Kind)),
                Further = further,
            },
        };
    }

    static bool IsImmediate(PersonChoices choices, NoticeKind kind) =>
        choices.TimingOf(kind) is { } timing ? timing == NoticeTiming.Immediately : NoticeKinds.IsUrgent(kind);
}
