using System.Collections.Concurrent;

namespace Postroom.People.Accounts;

/// <summary>Bounds how often one key, such as an address, may ask: so many at once, then one more each period. On this node, in memory.</summary>
public sealed class RequestLimit(int atOnce, TimeSpan period, TimeProvider time)
{
    /// <summary>The most keys remembered; beyond it those who asked longest ago are forgotten.</summary>
    public const int MostKeys = 20_000;

    // What is kept is the moment at which the key has everything again (a virtual schedule, RFC 6585 §4 names the answer).
    readonly ConcurrentDictionary<string, DateTimeOffset> _fullAt = new(StringComparer.OrdinalIgnoreCase);
    readonly Lock _gate = new();

    /// <summary>Counts a request.</summary>
    /// <returns>How long to wait when it is one too many; null: it is not.</returns>
    public TimeSpan? Take(string key)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_fullAt.Count >= MostKeys) Forget(now);
            var from = _fullAt.TryGetValue(key, out var fullAt) && fullAt > now ? fullAt : now;
            var wait = from + period - now - (period * atOnce);
            if (wait > TimeSpan.Zero) return wait;
            _fullAt[key] = from + period;
            return null;
        }
    }

    void Forget(DateTimeOffset now)
    {
        foreach (var (key, fullAt) in _fullAt)
        {
            if (fullAt <= now) _fullAt.TryRemove(key, out _);
        }

        if (_fullAt.Count < MostKeys) return;
        foreach (var (key, _) in _fullAt.OrderBy(entry => entry.Value).Take(MostKeys / 2)) _fullAt.TryRemove(key, out _);
    }
}
