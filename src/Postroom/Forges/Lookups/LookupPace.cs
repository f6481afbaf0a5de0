namespace Postroom.Forges.Lookups;

/// <summary>
/// Says when a forge may be asked of a pull request: not again soon after an answer, ever later after failures, and so
/// often in a minute.
/// </summary>
sealed class LookupPace(TimeProvider time)
{
    /// <summary>The most questions of one source in a minute.</summary>
    public const int MostInAMinute = 30;

    const int MostKept = 10_000;

    static readonly TimeSpan AfterAnswer = TimeSpan.FromHours(6);
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // The last one is repeated.
    static readonly TimeSpan[] AfterFailures = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    readonly Lock _lock = new();
    readonly Dictionary<(string Source, string Root), DateTimeOffset> _asked = [];
    readonly Dictionary<string, SourcePace> _sources = new(StringComparer.Ordinal);

    /// <summary>Whether so many questions may be asked now; they count as asked.</summary>
    public bool Take(string source, string root, int questions)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var pace = PaceOf(source);
            if (pace.NotBefore > now || (_asked.TryGetValue((source, root), out var next) && next > now)) return false;
            if (now - pace.MinuteBegan >= Minute) (pace.MinuteBegan, pace.Asked) = (now, 0);
            if (pace.Asked + questions > MostInAMinute) return false;
            pace.Asked += questions;
            if (_asked.Count >= MostKept) Forget(now);
            _asked[(source, root)] = now + AfterAnswer;
            return true;
        }
    }

    /// <summary>The forge has answered.</summary>
    public void Answered(string source)
    {
        lock (_lock) (PaceOf(source).Failures, PaceOf(source).NotBefore) = (0, default);
    }

    /// <summary>
    /// It has not: nothing is asked of this source for a while, and this pull request may be asked again then.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="root">The pull request.</param>
    /// <param name="atLeast">How long the forge wants to be left alone; null: it did not say.</param>
    public void Failed(string source, string root, TimeSpan? atLeast)
    {
        lock (_lock)
        {
            var pace = PaceOf(source);
            var pause = AfterFailures[Math.Min(pace.Failures++, AfterFailures.Length - 1)];
            pace.NotBefore = time.GetUtcNow() + (atLeast is { } wished && wished > pause ? wished : pause);
            _asked.Remove((source, root));
        }
    }

    /// <summary>The token is another now: what failed with the old one may be tried.</summary>
    public void Reset(string source)
    {
        lock (_lock)
        {
            _sources.Remove(source);
            foreach (var key in _asked.Keys.Where(key => key.Source == source).ToList()) _asked.Remove(key);
        }
    }

    SourcePace PaceOf(string source)
    {
        if (_sources.TryGetValue(source, out var known)) return known;
        if (_sources.Count >= MostKept) _sources.Clear();
        return _sources[source] = new SourcePace();
    }

    void Forget(DateTimeOffset now)
    {
        foreach (var key in _asked.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList())
        {
            _asked.Remove(key);
        }

        if (_asked.Count >= MostKept) _asked.Clear();
    }

    sealed class SourcePace
    {
        public DateTimeOffset NotBefore { get; set; }

        public DateTimeOffset MinuteBegan { get; set; }

        public int Asked { get; set; }

        public int Failures { get; set; }
    }
}
