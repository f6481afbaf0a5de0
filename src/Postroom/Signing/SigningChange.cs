using Postroom.Settings;

namespace Postroom.Signing;

/// <summary>What became of a change to keys.</summary>
public abstract record SigningChange
{
    private protected SigningChange() { }

    /// <summary>It is done and in force.</summary>
    /// <param name="Keys">The keys it was about, as they are now.</param>
    public sealed record Done(IReadOnlyList<SigningKey> Keys) : SigningChange;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Problems">All that is wrong.</param>
    public sealed record Refused(IReadOnlyList<SettingsProblem> Problems) : SigningChange;

    /// <summary>Nothing was changed: the record of the key was not found in DNS as it has to be, so receivers could not verify. It can be overridden.</summary>
    /// <param name="Sighting">What was found.</param>
    public sealed record RecordNotSeen(RecordSighting Sighting) : SigningChange;
}
