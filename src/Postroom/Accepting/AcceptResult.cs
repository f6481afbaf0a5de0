using Postroom.Outbox;

namespace Postroom.Accepting;

/// <summary>What became of a submission. Doors translate it once: to HTTP or to an SMTP reply.</summary>
public abstract record AcceptResult
{
    private protected AcceptResult() { }

    /// <summary>It is on disk and will be delivered, given up or taken back with a reason.</summary>
    /// <param name="Id">The message.</param>
    /// <param name="Recipients">The forward-paths, one delivery each.</param>
    /// <param name="WasRepeated">The same submission came before under the same key: this is the answer of then.</param>
    public sealed record Accepted(MessageId Id, IReadOnlyList<string> Recipients, bool WasRepeated) : AcceptResult;

    /// <summary>It cannot be taken as it is; nothing was stored.</summary>
    /// <param name="Problems">The reasons by field, such as <c>to[0]</c>.</param>
    public sealed record Rejected(FieldProblems Problems) : AcceptResult;

    /// <summary>The app may not send in this name; nothing was stored.</summary>
    /// <param name="Problem">What is allowed and how to change that, to follow the name of the field.</param>
    public sealed record SenderRefused(string Problem) : AcceptResult;

    /// <summary>The idempotency key was used before for something else; nothing was stored.</summary>
    /// <param name="Id">The message that has the key.</param>
    public sealed record KeyTaken(MessageId Id) : AcceptResult;

    /// <summary>The store cannot take it now; nothing was stored, and trying again is right.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Unavailable(string Reason) : AcceptResult;

    /// <summary>What the store said, for the doors.</summary>
    internal static AcceptResult Of(AcceptOutcome outcome, IReadOnlyList<string> recipients) => outcome switch
    {
        AcceptOutcome.Stored stored => new Accepted(stored.Id, recipients, WasRepeated: false),
        AcceptOutcome.Repeated repeated => new Accepted(repeated.Id, recipients, WasRepeated: true),
        AcceptOutcome.KeyTaken taken => new KeyTaken(taken.Id),
        AcceptOutcome.Unavailable unavailable => new Unavailable(unavailable.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
