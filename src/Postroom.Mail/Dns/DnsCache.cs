using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Dns;

/// <summary>Answers that are still good. Bounded: what ended goes first, then what came first.</summary>
sealed class DnsCache(int entries, TimeSpan maximumTime, TimeProvider time)
{
    readonly Lock _gate = new();
    readonly Dictionary<DnsQuestion, Entry> _known = [];
    readonly Queue<(DnsQuestion Question, long Added)> _order = [];
    long _added;

    /// <summary>How many answers are kept, those that have ended included.</summary>
    public int Count
    {
        get { lock (_gate) return _known.Count; }
    }

    public bool TryGet(DnsQuestion question, [NotNullWhen(true)] out DnsLookup? lookup)
    {
        lock (_gate)
        {
            lookup = _known.TryGetValue(question, out var entry) && entry.EndsAt > time.GetUtcNow() ? entry.Lookup : null;
            return lookup is not null;
        }
    }

    public void Add(DnsQuestion question, DnsLookup lookup, TimeSpan timeToLive)
    {
        if (entries <= 0 || timeToLive <= TimeSpan.Zero) return;
        lock (_gate)
        {
            var entry = new Entry(lookup, time.GetUtcNow() + (timeToLive < maximumTime ? timeToLive : maximumTime), ++_added);
            _known[question] = entry;
            _order.Enqueue((question, entry.Added));
            while (_known.Count > entries || _order.Count > 2 * entries) DropOldest();
        }
    }

    // An answer that was renewed stands in the queue twice; only its newer place counts.
    void DropOldest()
    {
        var (question, added) = _order.Dequeue();
        if (_known.TryGetValue(question, out var entry) && entry.Added == added) _known.Remove(question);
    }

    sealed record Entry(DnsLookup Lookup, DateTimeOffset EndsAt, long Added);
}
