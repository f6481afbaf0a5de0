namespace Postroom.Settings;

/// <summary>The domains that were shown to be ours: DNS has the record of a key that signs for them.</summary>
public interface IVerifiedDomains
{
    /// <summary>Their names in ASCII, lower case, in order.</summary>
    IReadOnlyList<string> Verified { get; }
}

/// <summary>No domain was shown to be ours.</summary>
public sealed class NoVerifiedDomains : IVerifiedDomains
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Verified => [];
}
