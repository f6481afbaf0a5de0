namespace Postroom.Mail.Smtp.Server;

/// <summary>What a receiver says to a sender, a recipient or a message.</summary>
public abstract record ReceiverAnswer
{
    private protected ReceiverAnswer() { }

    /// <summary>Yes. For a message: it is stored durably.</summary>
    /// <param name="Text">What the client reads behind the 250; one line of ASCII.</param>
    public sealed record Taken(string Text) : ReceiverAnswer;

    /// <summary>No.</summary>
    /// <param name="Reply">A 4yz or 5yz; any other is answered as 554.</param>
    public sealed record Refused(Reply Reply) : ReceiverAnswer;

    /// <summary>Not now: the client gets a 451 and tries again.</summary>
    /// <param name="Reason">What the client reads; one line of ASCII.</param>
    public sealed record TryLater(string Reason) : ReceiverAnswer;

    /// <summary>Not now, because there is no room to store it: the client gets a 452 (RFC 5321 §4.2.3) and tries again.</summary>
    /// <param name="Reason">What the client reads; one line of ASCII.</param>
    public sealed record NoRoom(string Reason) : ReceiverAnswer;
}
