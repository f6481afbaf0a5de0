using System.Collections.Concurrent;
using System.Text.Json;

namespace Postroom.People.SingleSignOn;

/// <summary>
/// The discovery documents and keys of providers, each asked for again after ten minutes, and before that when a token is
/// signed by a key that nobody knows, at most once a minute.
/// </summary>
public sealed class ProviderDocuments(ProviderClient client, TimeProvider time)
{
    const string WellKnown = "/.well-known/openid-configuration";
    const int Most = 16;

    static readonly TimeSpan Believed = TimeSpan.FromMinutes(10);
    static readonly TimeSpan BetweenRenewals = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, (ProviderDocument Document, DateTimeOffset Since)> _known =
        new(StringComparer.Ordinal);

    /// <summary>The document of an issuer.</summary>
    public async Task<ProviderAnswer<ProviderDocument>> FindAsync(string issuer, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(issuer, out var known) && Age(known.Since) < Believed)
            return new ProviderAnswer<ProviderDocument>.Came(known.Document);
        return await ProbeAsync(issuer, cancellationToken);
    }

    /// <summary>A newer document than one whose keys did not do; null: none, or it was asked for just now.</summary>
    public async Task<ProviderDocument?> RenewAsync(ProviderDocument former, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(former);
        if (_known.TryGetValue(former.Issuer, out var known))
        {
            if (!ReferenceEquals(known.Document, former)) return known.Document; // somebody else was first
            if (Age(known.Since) < BetweenRenewals) return null;
        }

        var answer = await ProbeAsync(former.Issuer, cancellationToken);
        return answer is ProviderAnswer<ProviderDocument>.Came came ? came.Value : null;
    }

    /// <summary>The document as it is now.</summary>
    public async Task<ProviderAnswer<ProviderDocument>> ProbeAsync(string issuer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        if (ProviderDocument.Address(issuer.TrimEnd('/') + WellKnown) is not { } address)
            return Failed("its address cannot be used");
        var read = await GetAsync(address, json => ProviderDocument.Read(json, issuer), cancellationToken);
        if (read is not ProviderAnswer<ProviderDocument>.Came { Value: var document }) return read;
        var whole = await GetAsync(document.KeySet, document.WithKeys, cancellationToken);
        if (whole is not ProviderAnswer<ProviderDocument>.Came { Value: var found }) return whole;
        if (_known.Count >= Most) _known.Clear();
        _known[found.Issuer] = (found, time.GetUtcNow());
        return whole;
    }

    // A clock that was set back makes no document younger.
    TimeSpan Age(DateTimeOffset since) => (time.GetUtcNow() - since).Duration();

    async Task<ProviderAnswer<ProviderDocument>> GetAsync(
        Uri address, Func<JsonElement, ProviderAnswer<ProviderDocument>> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await client.ProbeAsync(request, cancellationToken) switch
        {
            ProviderAnswer<JsonElement>.Came came => read(came.Value),
            ProviderAnswer<JsonElement>.Failed failed => Failed(failed.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    static ProviderAnswer<ProviderDocument>.Failed Failed(string reason) => new(reason);
}
