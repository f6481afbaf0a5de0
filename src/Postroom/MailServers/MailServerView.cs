using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>The settings of the moment as page, API and command line show them. Holds no secret, protected or not.</summary>
/// <param name="Version">The stored version, to be given back on save; 0: never saved.</param>
/// <param name="Form">The values in force, those from outside included.</param>
/// <param name="HasPassword">Whether a password is stored or given from outside.</param>
/// <param name="LockedFields">The names of the fields given from outside.</param>
/// <param name="Problems">What keeps the server from being used; empty: nothing.</param>
/// <param name="Warnings">What is allowed and still unwise.</param>
public sealed record MailServerView(
    int Version,
    MailServerForm Form,
    bool HasPassword,
    IReadOnlySet<string> LockedFields,
    IReadOnlyList<SettingsProblem> Problems,
    IReadOnlyList<SettingsProblem> Warnings)
{
    /// <summary>The names of the secrets that are stored or given from outside, <c>Password</c> among them.</summary>
    public IReadOnlySet<string> Secrets { get; init; } = new HashSet<string>();
}

/// <summary>One saved version in the history.</summary>
/// <param name="Version">Its number.</param>
/// <param name="SavedBy">Who saved it.</param>
/// <param name="SavedAt">When.</param>
/// <param name="GoodSince">When a message first went through with it; null: never.</param>
/// <param name="Changes">What differs from the version before, secrets redacted.</param>
public sealed record MailServerVersion(
    int Version,
    string SavedBy,
    DateTimeOffset SavedAt,
    DateTimeOffset? GoodSince,
    IReadOnlyList<SettingsChange> Changes);
