namespace Postroom.Dispatching;

/// <summary>
/// Remembers of which senders a server took mail. A server that never took any may refuse everything for a reason that lies
/// in the settings, whatever it says; one that takes the mail of others refuses this sender for itself.
/// </summary>
public sealed class TakenMail
{
    const int MaxSenders = 1_000;

    readonly Lock _gate = new();
    readonly HashSet<string> _senders = new(StringComparer.OrdinalIgnoreCase);
    int _settingsVersion;

    /// <summary>Notes that a message was taken for somebody.</summary>
    /// <param name="settingsVersion">The settings that were used; what was noted with others no longer counts.</param>
    /// <param name="sender">The reverse-path; empty is the null sender.</param>
    public void Note(int settingsVersion, string sender)
    {
        lock (_gate)
        {
            if (_settingsVersion != settingsVersion || _senders.Count >= MaxSenders) _senders.Clear();
            _settingsVersion = settingsVersion;
            _senders.Add(sender);
        }
    }

    /// <summary>Whether any message was ever taken with these settings, since this program runs.</summary>
    public bool Any(int settingsVersion)
    {
        lock (_gate) return _settingsVersion == settingsVersion && _senders.Count > 0;
    }

    /// <summary>Whether mail of others is taken and none of this sender was.</summary>
    public bool IsOfOthersOnly(int settingsVersion, string sender)
    {
        lock (_gate) return _settingsVersion == settingsVersion && _senders.Count > 0 && !_senders.Contains(sender);
    }
}
