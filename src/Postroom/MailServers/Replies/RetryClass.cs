namespace Postroom.MailServers.Replies;

/// <summary>What to do with a message after a reply or a failure. The words of <c>retry</c> in <c>postroom explain --json</c>.</summary>
public enum RetryClass
{
    /// <summary><c>later</c>: try again with the ordinary growing delays.</summary>
    Later,

    /// <summary><c>soon</c>: try again within minutes: greylisting.</summary>
    Soon,

    /// <summary><c>slow-down</c>: try again later, with fewer connections and messages at a time.</summary>
    SlowDown,

    /// <summary><c>tomorrow</c>: a daily quota is used up.</summary>
    Tomorrow,

    /// <summary>
    /// <c>settings</c>: the configuration is at fault and not the message: keep all mail, pause the route, alarm at once, try
    /// gently. Said of one recipient while others are taken, it is <see cref="Never"/> for that one.
    /// </summary>
    Settings,

    /// <summary><c>never</c>: refused for good.</summary>
    Never,

    /// <summary><c>split</c>: too many recipients at once: send to the others in a further transaction, at once (RFC 5321 §4.5.3.1.10).</summary>
    Split,
}
