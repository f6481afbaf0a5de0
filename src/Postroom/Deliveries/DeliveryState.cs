namespace Postroom.Deliveries;

/// <summary>Where the delivery of a message to one recipient stands. <see cref="DeliveryMoves"/> lists the legal moves.</summary>
public enum DeliveryState
{
    /// <summary>It waits for its due time; <em>deferred</em> when it has been tried before.</summary>
    Waiting = 0,

    /// <summary>A node has it in hand.</summary>
    Leased = 1,

    /// <summary>The mail server took it.</summary>
    Delivered = 2,

    /// <summary>Refused for good.</summary>
    Bounced = 3,

    /// <summary>Its time ran out before a server took it.</summary>
    Expired = 4,

    /// <summary>A person or app took it back.</summary>
    Cancelled = 5,

    /// <summary>Not sent: the address is on the suppression list or sending is switched off.</summary>
    Suppressed = 6,

    /// <summary>It may have been taken, nobody knows, and its lane's policy is not to try again.</summary>
    Uncertain = 7,
}
