using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Postroom.Forges;

/// <summary>Bounds how much the sources may send: webhooks a second for each, and bytes held at once for all.</summary>
sealed class HookRate(IOptions<ForgeOptions> options, TimeProvider time)
{
    const int BurstSeconds = 10;
    const int MostSources = 10_000;

    readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    long _held;

    /// <summary>Whether the source may send one more now.</summary>
    public bool Take(string source)
    {
        var perSecond = options.Value.MaxPerSecond;
        if (_buckets.Count > MostSources) _buckets.Clear();
        var bucket = _buckets.GetOrAdd(source, _ => new Bucket(perSecond * BurstSeconds, time.GetTimestamp()));
        lock (bucket)
        {
            var now = time.GetTimestamp();
            var refilled = bucket.Left + (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond);
            (bucket.Left, bucket.At) = (Math.Min(refilled, perSecond * BurstSeconds), now);
            if (bucket.Left < 1) return false;
            bucket.Left--;
            return true;
        }
    }

    /// <summary>Takes room for bytes of a body; false: too many are held by others. Each taken byte is given back.</summary>
    public bool Hold(int bytes)
    {
        var most = Math.Max(128L * 1024 * 1024, 2L * options.Value.MaxBodyBytes);
        if (Interlocked.Add(ref _held, bytes) <= most) return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _held, -bytes);

    sealed class Bucket(double left, long at)
    {
        public double Left { get; set; } = left;

        public long At { get; set; } = at;
    }
}
