using System.Collections.Concurrent;

namespace Postroom.People.SignOn;

/// <summary>The discovery documents of providers, each asked for again after ten minutes.</summary>
public sealed class ProviderDocuments(ProviderClient client, TimeProvider time)
{
    const string WellKnown = "/.well-known/openid-configuration";
    const int Most = 16;

    static readonly TimeSpan Believed = TimeSpan.FromMinutes(10);

    readonly ConcurrentDictionary<string, (ProviderDocument Document, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>The document of an issuer.</summary>
    public async Task<ProviderAnswer<ProviderDocument>> FindAsync(string issuer, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(issuer, out var known) && known.Until > time.GetUtcNow()) return new ProviderAnswer<ProviderDocument>.Came(known.Document);
        return await AskAsync(issuer, cancellationToken);
    }

    /// <summary>The document as it is now.</summary>
    public async Task<ProviderAnswer<ProviderDocument>> AskAsync(string issuer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        if (ProviderDocument.Address(issuer.TrimEnd('/') + WellKnown) is not { } address) return new ProviderAnswer<ProviderDocument>.Failed("its address cannot be used");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var answer = await client.AskAsync(request, cancellationToken);
        if (answer is not ProviderAnswer<System.Text.Json.JsonElement>.Came came) return new ProviderAnswer<ProviderDocument>.Failed(((ProviderAnswer<System.Text.Json.JsonElement>.Failed)answer).Reason);
        var read = ProviderDocument.Read(came.Value, issuer);
        if (read is not ProviderAnswer<ProviderDocument>.Came document) return read;
        if (_known.Count >= Most) _known.Clear();
        _known[document.Value.Issuer] = (document.Value, time.GetUtcNow() + Believed);
        return read;
    }
}
