namespace Postroom.Signing;

/// <summary>Keeps the keys that sign, and what is chosen for their domains.</summary>
public interface ISigningKeyStore
{
    /// <summary>All there is.</summary>
    Task<SigningSnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Adds keys, all or none. Returns false when a selector is taken in its domain, be it by a retired key.</summary>
    Task<bool> AddAsync(IReadOnlyList<SigningKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a prepared or retiring key active, and the active ones of its domain and algorithm retiring, at once: no moment
    /// has two of a kind or none. Returns false, and changes nothing, when the key is neither.
    /// </summary>
    Task<bool> ActivateAsync(string domain, string selector, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a key one step out of use: active becomes retiring, prepared or retiring becomes retired and loses its private
    /// half for ever. Returns the key as it is then; null: there is none, or it is retired.
    /// </summary>
    Task<SigningKey?> RetireAsync(string domain, string selector, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Keeps what is chosen for a domain.</summary>
    Task ChooseAsync(SigningDomain domain, CancellationToken cancellationToken);
}
