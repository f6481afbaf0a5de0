namespace Postroom.People.SingleSignOn;

/// <summary>What a provider said, or why it said nothing that can be used.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public abstract record ProviderAnswer<T>
{
    private protected ProviderAnswer() { }

    /// <summary>It came.</summary>
    public sealed record Came(T Value) : ProviderAnswer<T>;

    /// <summary>It did not.</summary>
    /// <param name="Reason">Why, in words for an administrator; no secret, code or token.</param>
    public sealed record Failed(string Reason) : ProviderAnswer<T>;
}
