namespace Postroom.Diagnosis;

/// <summary>
/// Lets so many tests and detections begin in a minute, of one administrator and of all, so that the page is no port scanner
/// and no hammer on somebody's server.
/// </summary>
/// <param name="settings">How many.</param>
/// <param name="time">The clock.</param>
public sealed class TestGate(TestSettings settings, TimeProvider time)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    readonly Queue<(string Actor, DateTimeOffset At)> _begun = new();

    /// <summary>Lets one begin.</summary>
    /// <param name="actor">Who wants to.</param>
    /// <returns>Null: it may begin, and is counted. Else how long to wait, at least a second.</returns>
    public TimeSpan? Enter(string actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_gate)
        {
            var now = time.GetUtcNow();
            while (_begun.TryPeek(out var oldest) && oldest.At <= now - Window) _begun.Dequeue();
            var own = _begun.Where(begun => begun.Actor.Equals(actor, StringComparison.OrdinalIgnoreCase)).ToList();
            var full = own.Count >= settings.PerAdministrator ? own[own.Count - settings.PerAdministrator].At
                : _begun.Count >= settings.Overall ? _begun.ElementAt(_begun.Count - settings.Overall).At
                : (DateTimeOffset?)null;
            if (full is { } at) return TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((at + Window - now).TotalSeconds)));
            _begun.Enqueue((actor, now));
            return null;
        }
    }
}
