using Postroom.Settings;

namespace Postroom.Tests.Support;

/// <summary>Keeps settings for the length of a test. <see cref="BeforeSave"/> lets another node come in between.</summary>
public sealed class MemorySettingsStore : ISettingsStore
{
    readonly List<(string Document, SettingsVersion Version)> _versions = [];

    public Action? BeforeSave { get; set; }

    public int MarkedGood { get; private set; }

    public IEnumerable<string> Documents => _versions.Select(saved => saved.Version.Json);

    public Task<SettingsVersion?> ReadAsync(string document, CancellationToken cancellationToken) => Task.FromResult(Newest(document));

    public Task<SettingsVersion?> SaveAsync(
        string document, string json, int basedOn, string savedBy, DateTimeOffset savedAt, CancellationToken cancellationToken)
    {
        var before = BeforeSave;
        BeforeSave = null;
        before?.Invoke();
        return Task.FromResult((Newest(document)?.Version ?? 0) == basedOn ? Add(document, json, savedBy, savedAt) : null);
    }

    public SettingsVersion Add(string document, string json, string savedBy = "somebody else", DateTimeOffset savedAt = default)
    {
        var version = new SettingsVersion((Newest(document)?.Version ?? 0) + 1, json, savedBy, savedAt, null);
        _versions.Add((document, version));
        return version;
    }

    public Task MarkGoodAsync(string document, int version, DateTimeOffset at, CancellationToken cancellationToken)
    {
        MarkedGood++;
        var index = _versions.FindIndex(saved => saved.Document == document && saved.Version.Version == version);
        _versions[index] = (document, _versions[index].Version with { GoodSince = at });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SettingsVersion>> HistoryAsync(string document, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SettingsVersion>>([.. _versions.Where(saved => saved.Document == document).Select(saved => saved.Version).Reverse().Take(limit)]);

    SettingsVersion? Newest(string document) => _versions.LastOrDefault(saved => saved.Document == document).Version;
}

/// <summary>Keeps the audit log for the length of a test.</summary>
public sealed class MemoryAuditLog : IAuditLog
{
    public List<AuditEntry> Entries { get; } = [];

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> ListAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([.. Entries.AsEnumerable().Reverse().Take(limit)]);
}
