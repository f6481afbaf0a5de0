using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>
/// Keeps mail from a server that cannot take any: after a failure that would meet every message (no connection, no
/// login) nothing is tried but one gentle probe at a time, and all goes on when a probe succeeds. So a wrong password
/// burns no message's attempts, and a server that was down gets its mail within a minute of coming back.
/// </summary>
public sealed class CircuitBreaker(TimeSpan longestPause, TimeProvider time)
{
    /// <summary>So many different messages in a row have to be refused for what the settings are to blame for: one may be an exception.</summary>
    public const int BlamesThatBreak = 3;

    readonly Lock _gate = new();
    int _failures;
    readonly HashSet<MessageId> _blamedFor = [];
    bool _probing;
    TimeSpan _pause;
    ProbePace? _pace;
    Break? _current;

    /// <summary>Why nothing is sent now; null: mail flows.</summary>
    public Break? Current
    {
        get { lock (_gate) return Timely(); }
    }

    /// <summary>When the server last spoke; null: not since the start.</summary>
    public DateTimeOffset? SpokeAt { get; private set; }

    /// <summary>Asks to send. True: go on, and say how it went by <see cref="Closed"/>, <see cref="Broken"/> or <see cref="Undecided"/>.</summary>
    /// <param name="settingsVersion">The settings that would be used: a break of older settings no longer counts.</param>
    public bool TryEnter(int settingsVersion)
    {
        lock (_gate)
        {
            if (_current is null) return true;
            if (_current.SettingsVersion != settingsVersion) Reset();
            else if (_probing || time.GetUtcNow() < Timely()!.NextProbe) return false;
            if (_current is not null) _probing = true;
            return true;
        }
    }

    /// <summary>The server spoke as far as to judge a message: mail flows.</summary>
    /// <returns>True when it did not flow before.</returns>
    public bool Closed()
    {
        lock (_gate)
        {
            var wasBroken = _current is not null;
            SpokeAt = time.GetUtcNow();
            Reset();
            return wasBroken;
        }
    }

    /// <summary>It failed before any message could be judged.</summary>
    /// <param name="reason">Why, in plain English.</param>
    /// <param name="settingsVersion">The settings it happened with.</param>
    /// <param name="pace">How soon it is looked at again.</param>
    /// <param name="cause">Why, as an id by which it is explained; null: not known.</param>
    /// <returns>True when mail flowed before.</returns>
    public bool Broken(string reason, int settingsVersion, ProbePace pace, string? cause = null)
    {
        lock (_gate) return BreakNow(reason, settingsVersion, pace, cause);
    }

    /// <summary>It refused a message for everybody in a way that the settings are to blame for.</summary>
    /// <param name="reason">Its words.</param>
    /// <param name="settingsVersion">The settings it happened with.</param>
    /// <param name="message">The message: the same one again tells nothing new.</param>
    /// <param name="cause">Why, as an id by which it is explained; null: not known.</param>
    /// <returns>True when mail flowed before, and does no longer.</returns>
    public bool Blamed(string reason, int settingsVersion, MessageId message, string? cause = null)
    {
        lock (_gate)
        {
            _probing = false;
            _blamedFor.Add(message);
            return (_current is not null || _blamedFor.Count >= BlamesThatBreak)
                && BreakNow(reason, settingsVersion, new ProbePace.Outage(), cause);
        }
    }

    /// <summary>The attempt told nothing about the server, such as a message that had expired.</summary>
    public void Undecided()
    {
        lock (_gate) _probing = false;
    }

    /// <summary>Somebody says that the cause is gone: the next probe is due at once, and the pauses begin small again.</summary>
    /// <returns>False: mail flows, there is nothing to hurry.</returns>
    public bool Hurry()
    {
        lock (_gate)
        {
            if (_current is null) return false;
            _failures = 0;
            _current = _current with { NextProbe = time.GetUtcNow() };
            return true;
        }
    }

    // No pause lasts longer than it was meant to: one that would was begun before the clock was set back.
    Break? Timely()
    {
        var now = time.GetUtcNow();
        if (_current is not null && _current.NextProbe > now + _pause) _current = _current with { NextProbe = now };
        return _current;
    }

    bool BreakNow(string reason, int settingsVersion, ProbePace pace, string? cause)
    {
        var isNew = _current is null;
        var now = time.GetUtcNow();
        if (_pace?.GetType() != pace.GetType()) _failures = 0;
        _pace = pace;
        _pause = pace.Pause(_failures++, longestPause);
        _current = new Break(reason, _current?.Since ?? now, now + _pause, settingsVersion, cause) { LastSeen = now };
        _probing = false;
        return isNew;
    }

    void Reset()
    {
        _current = null;
        _failures = 0;
        _blamedFor.Clear();
        _pace = null;
        _probing = false;
    }

    /// <summary>A server that takes no mail.</summary>
    /// <param name="Reason">Why, in plain English.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="NextProbe">When it is looked at again.</param>
    /// <param name="SettingsVersion">The settings it happened with.</param>
    /// <param name="Cause">Why, as an id by which it is explained; null: not known.</param>
    public sealed record Break(
        string Reason, DateTimeOffset Since, DateTimeOffset NextProbe, int SettingsVersion, string? Cause = null)
    {
        /// <summary>When the server last took no mail; probes move it on.</summary>
        public required DateTimeOffset LastSeen { get; init; }
    }
}
