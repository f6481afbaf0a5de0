namespace Postroom.Outbox;

/// <summary>What became of reading the body of a message.</summary>
public abstract record BodyReading
{
    private protected BodyReading() { }

    /// <summary>It is there.</summary>
    /// <param name="Bytes">The whole message.</param>
    /// <param name="Secrets">What in it opens something for whoever holds it; never to be shown.</param>
    /// <param name="Keeping">How it is kept.</param>
    public sealed record Kept(ReadOnlyMemory<byte> Bytes, IReadOnlyList<string> Secrets, BodyKeeping Keeping) : BodyReading
    {
        /// <inheritdoc/>
        public override string ToString() => $"{nameof(Kept)} {{ {Keeping} }}";
    }

    /// <summary>It is kept no more.</summary>
    public sealed record Wiped : BodyReading;

    /// <summary>It is encrypted, and its key is not there.</summary>
    /// <param name="Reason">Why and what to do, in plain English.</param>
    public sealed record Unreadable(string Reason) : BodyReading;

    /// <summary>There is no such message.</summary>
    public sealed record Unknown : BodyReading;
}
