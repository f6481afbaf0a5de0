using System.Collections.Concurrent;

namespace Postroom.Accepting;

/// <summary>
/// Finds the app behind an API key. A key that was good is believed for five seconds, so that a busy app costs no query
/// and a revoked key still ends at once for people; a key that was not good is asked for every time.
/// </summary>
public sealed class ApiKeyCheck(IAppStore apps, TimeProvider time)
{
    static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);
    const int MaxRemembered = 1_000;

    readonly ConcurrentDictionary<string, (AppKey Key, long Until)> _good = new(StringComparer.Ordinal);

    /// <summary>The app of the key; null: the key is unknown or revoked.</summary>
    public async ValueTask<AppKey?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = ApiKeySecret.HashOf(secret);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (_good.TryGetValue(hash, out var known) && now < known.Until) return known.Key;

        var key = await apps.FindKeyAsync(hash, cancellationToken);
        if (key is null)
        {
            _good.TryRemove(hash, out _);
            return null;
        }

        if (_good.Count >= MaxRemembered) _good.Clear();
        _good[hash] = (key, now + (long)Believed.TotalMilliseconds);
        return key;
    }
}
