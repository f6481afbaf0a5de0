using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>What became of loading the settings at start.</summary>
public abstract record LoadOutcome
{
    private protected LoadOutcome() { }

    /// <summary>They are in force.</summary>
    /// <param name="Warnings">What is allowed and still unwise, or missing until somebody sets it in the console.</param>
    public sealed record Loaded(IReadOnlyList<SettingsProblem> Warnings) : LoadOutcome;

    /// <summary>A value given from outside, or the stored document, cannot be used: the start stops.</summary>
    /// <param name="Problems">Everything that is wrong.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : LoadOutcome;
}

/// <summary>What became of saving.</summary>
public abstract record SaveOutcome
{
    private protected SaveOutcome() { }

    /// <summary>The new values are in force.</summary>
    /// <param name="Version">The version now in force; the former one when nothing had changed.</param>
    /// <param name="Warnings">What is allowed and still unwise.</param>
    public sealed record Saved(int Version, IReadOnlyList<SettingsProblem> Warnings) : SaveOutcome;

    /// <summary>Nothing was saved.</summary>
    /// <param name="Problems">Everything that is wrong.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : SaveOutcome;

    /// <summary>Nothing was saved: all is well but for the password, which has to be typed (product row M8).</summary>
    public sealed record PasswordNeeded(SettingsProblem Problem) : SaveOutcome;

    /// <summary>Nothing was saved: somebody else saved in between.</summary>
    /// <param name="Version">The version now in force.</param>
    public sealed record Conflict(int Version) : SaveOutcome;
}

/// <summary>What became of going back to the last settings a message went through with.</summary>
public abstract record RollBackOutcome
{
    private protected RollBackOutcome() { }

    /// <summary>They are in force again, as a new version.</summary>
    /// <param name="Version">The new version.</param>
    /// <param name="Restored">The version they were taken from.</param>
    public sealed record RolledBack(int Version, int Restored) : RollBackOutcome;

    /// <summary>No other version has ever delivered a message.</summary>
    public sealed record NothingGood : RollBackOutcome;

    /// <summary>Somebody saved in between.</summary>
    /// <param name="Version">The version now in force.</param>
    public sealed record Conflict(int Version) : RollBackOutcome;
}

/// <summary>A form made ready to be tested before it is saved.</summary>
public abstract record PreparedServer
{
    private protected PreparedServer() { }

    /// <summary>It can be spoken to.</summary>
    /// <param name="Server">The server; its version is 0 unless the form is what is in force.</param>
    /// <param name="Identity">Who its mail is from.</param>
    public sealed record Ready(MailServer Server, SenderIdentity Identity) : PreparedServer
    {
        /// <summary>This machine; null: not known.</summary>
        public HostIdentity? Host { get; init; }

        /// <summary>Whether it is the built-in mailbox.</summary>
        public bool IsBuiltIn => Settings?.Configuration == MailServerChoice.Default;

        /// <summary>What the form stands for.</summary>
        internal MailServerSettings? Settings { get; init; }
    }

    /// <summary>It cannot.</summary>
    /// <param name="Problems">Everything that is wrong; a password that has to be typed is one of them.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : PreparedServer;
}
