namespace Postroom.Settings;

/// <summary>Saves versions of settings documents and writes each change into the audit log.</summary>
public sealed class SettingsJournal(ISettingsStore store, IAuditLog audit, TimeProvider time)
{
    /// <summary>The newest version of a document; null: never saved.</summary>
    public Task<SettingsVersion?> ReadAsync(string document, CancellationToken cancellationToken) =>
        store.ReadAsync(document, cancellationToken);

    /// <summary>Adds a version with its audit entry. Null, and nothing is stored, when another version came in between.</summary>
    /// <param name="document">The document's name.</param>
    /// <param name="json">The document, secrets protected.</param>
    /// <param name="basedOn">The version it was made from; 0: none was there.</param>
    /// <param name="entry">Who did what; its time is set here.</param>
    /// <param name="cancellationToken">The caller's wish to stop; nothing is half done.</param>
    public async Task<SettingsVersion?> SaveAsync(
        string document, string json, int basedOn, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var now = time.GetUtcNow();
        var saved = await store.SaveAsync(document, json, basedOn, entry.Actor, now, cancellationToken);
        // The version stands from here on, so its entry is written whatever the caller now wishes.
        if (saved is not null) await audit.AddAsync(entry with { At = now }, CancellationToken.None);
        return saved;
    }

    /// <summary>Marks a version as known to work.</summary>
    public Task MarkGoodAsync(string document, int version, CancellationToken cancellationToken) =>
        store.MarkGoodAsync(document, version, time.GetUtcNow(), cancellationToken);

    /// <summary>All versions, newest first, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<SettingsVersion>> HistoryAsync(string document, int limit, CancellationToken cancellationToken) =>
        store.HistoryAsync(document, limit, cancellationToken);
}
