namespace Postroom.Forges;

/// <summary>What the door makes of a webhook.</summary>
abstract record HookOutcome
{
    private protected HookOutcome() { }

    /// <summary>It is on disk.</summary>
    public sealed record Stored(string EventId, InboxState State, ForgeReason? Reason) : HookOutcome;

    /// <summary>It was on disk before.</summary>
    public sealed record Repeated(string EventId) : HookOutcome;

    /// <summary>The forge's connection test; nothing is kept of it.</summary>
    public sealed record Pong(bool IsSigned) : HookOutcome;

    /// <summary>It is not proved to come from a holder of the secret.</summary>
    public sealed record Unproved(SignatureState State) : HookOutcome;

    /// <summary>No header names an event of a forge.</summary>
    public sealed record NoForge : HookOutcome;

    /// <summary>It is of another kind of forge than the source.</summary>
    public sealed record OtherForge(ForgeKind Sent) : HookOutcome;

    /// <summary>A plug-in of Bitbucket Server sent it, whose events nobody signs.</summary>
    public sealed record PostWebhooks : HookOutcome;

    /// <summary>The body is cut short, no JSON object, or a form without its payload.</summary>
    public sealed record NotJson : HookOutcome;

    /// <summary>The secret of the source cannot be read any more.</summary>
    public sealed record SecretLost : HookOutcome;
}
