namespace Postroom.Signing;

/// <summary>What became of signing a message.</summary>
public abstract record SigningOutcome
{
    private protected SigningOutcome() { }

    /// <summary>It is signed.</summary>
    /// <param name="Signatures">The fields to put in front of it, one for each active key, with their line ends.</param>
    public sealed record WithSignatures(ReadOnlyMemory<byte> Signatures) : SigningOutcome;

    /// <summary>It goes as it is: its From domain has no active key, or it was chosen so for keys that cannot be read.</summary>
    public sealed record NotSigned : SigningOutcome;

    /// <summary>It has to be signed and cannot be: it waits.</summary>
    /// <param name="Domain">The domain whose keys cannot be used.</param>
    /// <param name="Reason">Why and what to do, in plain English.</param>
    public sealed record Blocked(string Domain, string Reason) : SigningOutcome;
}
