namespace Postroom.Outbox;

/// <summary>Why nothing is sent now: the mail server takes no mail, whatever the message.</summary>
/// <param name="Reason">Why, in plain English, with the server's own words.</param>
/// <param name="Since">Since when.</param>
/// <param name="NextTry">When one message is tried again.</param>
public sealed record SendingPause(string Reason, DateTimeOffset Since, DateTimeOffset NextTry);
