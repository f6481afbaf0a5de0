namespace Postroom.Outbox;

/// <summary>What became of a message handed to the outbox.</summary>
public abstract record AcceptOutcome
{
    private protected AcceptOutcome() { }

    /// <summary>It is on disk, synced.</summary>
    public sealed record Stored(MessageId Id) : AcceptOutcome;

    /// <summary>The same hand-in came before under the same key: nothing new was stored.</summary>
    /// <param name="Id">The message stored then.</param>
    public sealed record Repeated(MessageId Id) : AcceptOutcome;

    /// <summary>The key was used before for something else: nothing was stored.</summary>
    /// <param name="Id">The message that has the key.</param>
    public sealed record KeyTaken(MessageId Id) : AcceptOutcome;

    /// <summary>The store cannot take it now, such as a full disk: nothing was stored, trying again is right.</summary>
    /// <param name="Reason">Why, in plain English.</param>
    public sealed record Unavailable(string Reason) : AcceptOutcome;
}
