namespace Postroom.Deliveries;

/// <summary>What one attempt came to for one recipient.</summary>
public abstract record DeliveryOutcome
{
    private protected DeliveryOutcome(string words) => Words = words;

    /// <summary>The mail server's own words, or ours in plain English where it said nothing.</summary>
    public string Words { get; }

    /// <summary>2yz after the end of the message (RFC 5321 §4.2.1).</summary>
    public sealed record Delivered(string Words) : DeliveryOutcome(Words);

    /// <summary>4yz, or the server could not be reached, or sending is on hold: tried again at the due time.</summary>
    /// <param name="Words">Why.</param>
    /// <param name="NextAttempt">When it is due again.</param>
    public sealed record Deferred(string Words, DateTimeOffset NextAttempt) : DeliveryOutcome(Words);

    /// <summary>5yz: refused for good.</summary>
    public sealed record Bounced(string Words) : DeliveryOutcome(Words);

    /// <summary>The time given to the message ran out.</summary>
    public sealed record Expired(string Words) : DeliveryOutcome(Words);

    /// <summary>Not sent, on purpose: suppressed address or sending switched off.</summary>
    public sealed record Suppressed(string Words) : DeliveryOutcome(Words);

    /// <summary>The connection broke after the end of the message: it may have been taken.</summary>
    /// <param name="Words">What happened.</param>
    /// <param name="NextAttempt">When it is sent again with the same Message-ID; null: it is not.</param>
    public sealed record Uncertain(string Words, DateTimeOffset? NextAttempt) : DeliveryOutcome(Words);

    /// <summary>The state the delivery moves to.</summary>
    public DeliveryState State => this switch
    {
        Delivered => DeliveryState.Delivered,
        Deferred or Uncertain { NextAttempt: not null } => DeliveryState.Waiting,
        Bounced => DeliveryState.Bounced,
        Expired => DeliveryState.Expired,
        Suppressed => DeliveryState.Suppressed,
        Uncertain => DeliveryState.Uncertain,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
