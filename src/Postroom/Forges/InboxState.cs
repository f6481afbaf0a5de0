namespace Postroom.Forges;

/// <summary>What has become of an event in the inbox.</summary>
public enum InboxState
{
    /// <summary>It is on disk and waits to be worked on.</summary>
    Received = 0,

    /// <summary>Whoever is concerned is told, now or in a digest.</summary>
    Processed = 1,

    /// <summary>It was understood and concerns nobody.</summary>
    Ignored = 2,

    /// <summary>It could not be worked on. It stays, and can be replayed.</summary>
    Failed = 3,
}
