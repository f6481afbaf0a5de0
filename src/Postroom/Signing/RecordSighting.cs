namespace Postroom.Signing;

/// <summary>What DNS has where the record of a key belongs.</summary>
public abstract record RecordSighting
{
    private protected RecordSighting() { }

    /// <summary>The record of the key.</summary>
    public sealed record Seen : RecordSighting;

    /// <summary>Nothing.</summary>
    public sealed record Absent : RecordSighting;

    /// <summary>Something else: another key, a record that is damaged, or several.</summary>
    /// <param name="Found">The texts found.</param>
    public sealed record Different(IReadOnlyList<string> Found) : RecordSighting;

    /// <summary>No answer, so nothing is known.</summary>
    /// <param name="Reason">Why, in plain English.</param>
    public sealed record Unknown(string Reason) : RecordSighting;
}
