namespace Postroom.Outbox;

/// <summary>Why nothing is sent now: the mail server takes no mail, whatever the message.</summary>
/// <param name="Reason">Why, in plain English, with the server's own words.</param>
/// <param name="Since">Since when.</param>
/// <param name="NextTry">When one message is tried again.</param>
/// <param name="Cause">The same as an id of the table of replies or a kind of trouble, by which it is explained; null: not known.</param>
public sealed record SendingPause(string Reason, DateTimeOffset Since, DateTimeOffset NextTry, string? Cause = null)
{
    /// <summary>When it was last seen: at its beginning, or by the latest probe.</summary>
    public DateTimeOffset LastSeen { get; init; } = Since;
}
