using Postroom.Accepting.Senders;

namespace Postroom.Accepting;

/// <summary>Keeps the apps that may hand in mail, and their keys.</summary>
public interface IAppStore
{
    /// <summary>All apps by name, with their keys.</summary>
    Task<IReadOnlyList<App>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key, and the app when there is none of that name.</summary>
    Task AddKeyAsync(string app, ApiKey key, CancellationToken cancellationToken);

    /// <summary>Sets the app's own sender; null: the global one. Returns false when there is no such app.</summary>
    Task<bool> SetSenderAsync(string app, string? sender, CancellationToken cancellationToken);

    /// <summary>Sets the pages that the app's links may lead to. Returns false when there is no such app.</summary>
    Task<bool> SetLinkUrlsAsync(string app, IReadOnlyList<string> urls, CancellationToken cancellationToken);

    /// <summary>
    /// Sets what the app may name as From; empty: the default. Returns false when there is no such app.
    /// </summary>
    Task<bool> SetSenderRulesAsync(string app, IReadOnlyList<SenderRule> rules, CancellationToken cancellationToken);

    /// <summary>Finds a live key by its hash; null: there is none, or it was revoked.</summary>
    Task<AppKey?> FindKeyAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Revokes a key for ever. Returns false when it was not live.</summary>
    Task<bool> RevokeKeyAsync(string keyId, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>A program that hands in mail.</summary>
/// <param name="Name">Its name, unique: 1 to 64 letters, digits, dots, hyphens, underscores.</param>
/// <param name="Sender">Its own From, such as <c>Wiki &lt;wiki@example.com&gt;</c>; null: the global one.</param>
/// <param name="Keys">Its keys, newest first.</param>
public sealed record App(string Name, string? Sender, IReadOnlyList<ApiKey> Keys)
{
    /// <summary>The addresses below which pages for account links may be; empty: none may.</summary>
    public IReadOnlyList<string> LinkUrls { get; init; } = [];

    /// <summary>What it may name as From; empty: the default, see <see cref="SenderCheck"/>.</summary>
    public IReadOnlyList<SenderRule> SenderRules { get; init; } = [];
}

/// <summary>A key as it is kept: never the key itself.</summary>
/// <param name="Id">Its public name, such as the first characters of the key.</param>
/// <param name="Sha256">SHA-256 of the whole key, 64 lower-case hex digits. The key has 256 random bits, so no slow hash is needed.</param>
/// <param name="Scopes">What it may do, such as <c>send</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">When it was revoked; null: it lives.</param>
public sealed record ApiKey(string Id, string Sha256, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A live key with its app.</summary>
/// <param name="App">The app's name.</param>
/// <param name="Sender">The app's own From; null: the global one.</param>
/// <param name="KeyId">The key's public name.</param>
/// <param name="Scopes">What it may do.</param>
public sealed record AppKey(string App, string? Sender, string KeyId, IReadOnlyList<string> Scopes)
{
    /// <summary>The addresses below which pages for account links may be; empty: none may.</summary>
    public IReadOnlyList<string> LinkUrls { get; init; } = [];

    /// <summary>What the app may name as From; empty: the default, see <see cref="SenderCheck"/>.</summary>
    public IReadOnlyList<SenderRule> SenderRules { get; init; } = [];
}
