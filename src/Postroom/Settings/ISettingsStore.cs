namespace Postroom.Settings;

/// <summary>Keeps every version of every settings document. A document is JSON whose secrets are already protected.</summary>
public interface ISettingsStore
{
    /// <summary>The newest version; null: never saved.</summary>
    Task<SettingsVersion?> ReadAsync(string document, CancellationToken cancellationToken);

    /// <summary>Adds a version. Returns null, and stores nothing, when <paramref name="basedOn"/> is no longer the newest (0: none was there).</summary>
    Task<SettingsVersion?> SaveAsync(
        string document, string json, int basedOn, string savedBy, DateTimeOffset savedAt, CancellationToken cancellationToken);

    /// <summary>Marks a version as known to work: a message went through with it.</summary>
    Task MarkGoodAsync(string document, int version, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>All versions, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SettingsVersion>> HistoryAsync(string document, int limit, CancellationToken cancellationToken);
}

/// <summary>One saved version.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Json">The document.</param>
/// <param name="SavedBy">Who, as shown in the audit log.</param>
/// <param name="SavedAt">When.</param>
/// <param name="GoodSince">When a message first went through with it; null: not yet.</param>
public sealed record SettingsVersion(int Version, string Json, string SavedBy, DateTimeOffset SavedAt, DateTimeOffset? GoodSince);
