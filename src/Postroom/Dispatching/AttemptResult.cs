using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>An attempt and what it says about the mail server.</summary>
/// <param name="Attempt">What is recorded.</param>
/// <param name="Verdict">What it says about the server.</param>
public sealed record AttemptResult(FinishedAttempt Attempt, ServerVerdict Verdict);

/// <summary>What an attempt says about the mail server.</summary>
public abstract record ServerVerdict
{
    private protected ServerVerdict() { }

    /// <summary>It judged the message, whatever it said.</summary>
    /// <param name="SettingsVersion">The settings that were used.</param>
    /// <param name="TookMail">Whether it took the message for somebody.</param>
    public sealed record Speaks(int SettingsVersion, bool TookMail) : ServerVerdict;

    /// <summary>Any message would have failed the same way.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="SettingsVersion">The settings that were used.</param>
    /// <param name="Cause">Why, as <see cref="FailureCause.Id"/>; null: not known.</param>
    public sealed record Broken(string Reason, int SettingsVersion, string? Cause = null) : ServerVerdict
    {
        /// <summary>How soon it is looked at again. The default value is that of a server that is away.</summary>
        public ProbePace Pace { get; init; } = new ProbePace.Outage();
    }

    /// <summary>It refused the message for everybody in a way that the settings are to blame for, such as a sender it does not take.</summary>
    /// <param name="Reason">Its words.</param>
    /// <param name="SettingsVersion">The settings that were used.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Cause">Why, as <see cref="FailureCause.Id"/>; null: not known.</param>
    public sealed record Blames(string Reason, int SettingsVersion, MessageId Message, string? Cause = null) : ServerVerdict;

    /// <summary>It refused the connection as one too many. Where no other works, that is the same as <see cref="Broken"/>.</summary>
    /// <param name="Reason">Its words.</param>
    /// <param name="SettingsVersion">The settings that were used.</param>
    /// <param name="Cause">Why, as <see cref="FailureCause.Id"/>; null: not known.</param>
    public sealed record Full(string Reason, int SettingsVersion, string? Cause = null) : ServerVerdict;

    /// <summary>It was not asked.</summary>
    public sealed record NotAsked : ServerVerdict;
}
