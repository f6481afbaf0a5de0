using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>What a payload says.</summary>
public abstract record ForgeReading
{
    private protected ForgeReading() { }

    /// <summary>Something happened to a pull request.</summary>
    public sealed record Happened(PullRequestEvent PullRequestEvent) : ForgeReading;

    /// <summary>It is understood, and nobody is told of it.</summary>
    public sealed record Ignored(ForgeReason Reason) : ForgeReading;

    /// <summary>It lacks what it must have.</summary>
    public sealed record Unreadable(ForgeReason Reason) : ForgeReading;
}
