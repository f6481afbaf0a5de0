using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postroom.Settings;

namespace Postroom.Rendering.Editing;

/// <summary>
/// Templates that people have changed: kept in memory, saved as versions. They are settings documents, one for each
/// letter and language, and so have history, audit entries and protection against overwriting from there.
/// </summary>
public sealed class TemplateStore(SettingsJournal journal) : ISharedSettings
{
    readonly ConcurrentDictionary<(string Letter, string Language), SavedTemplate> _current = new();

    string ISharedSettings.Name => "changed letter templates";

    Task ISharedSettings.RefreshAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    /// <summary>The template in force; null: the one that comes with the product.</summary>
    /// <param name="letter">The letter's name.</param>
    /// <param name="language">The language tag.</param>
    public SavedTemplate? Find(string letter, string language) =>
        _current.GetValueOrDefault((letter, language)) is { Source: not null } saved ? saved : null;

    /// <summary>The newest version, that of a way back to the built-in one included; 0: none was ever saved.</summary>
    /// <param name="letter">The letter's name.</param>
    /// <param name="language">The language tag.</param>
    public int VersionOf(string letter, string language) => _current.GetValueOrDefault((letter, language))?.Version ?? 0;

    /// <summary>Loads all of them, and what another node has saved since.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var letter in LetterCatalog.All)
        {
            foreach (var language in Languages.Language.All) await LoadAsync(letter.Name, language.Tag, cancellationToken);
        }
    }

    /// <summary>Adds a version. Null, and nothing is stored, when another came in between.</summary>
    /// <param name="letter">The letter's name.</param>
    /// <param name="language">The language tag.</param>
    /// <param name="source">The template, checked; null: back to the one that comes with the product.</param>
    /// <param name="basedOn">The version it was made from; 0: none.</param>
    /// <param name="actor">Who, for history and audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<SavedTemplate?> SaveAsync(
        string letter, string language, LetterSource? source, int basedOn, string actor, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(DateTimeOffset.UnixEpoch, actor, source is null ? "template.reset" : "template.saved", Document(letter, language), null);
        var saved = await journal.SaveAsync(Document(letter, language), Write(source), basedOn, entry, cancellationToken);
        if (saved is not null) return _current[(letter, language)] = Read(saved);
        await LoadAsync(letter, language, cancellationToken);
        return null;
    }

    /// <summary>The saved versions, newest first.</summary>
    /// <param name="letter">The letter's name.</param>
    /// <param name="language">The language tag.</param>
    /// <param name="limit">The most of them.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<IReadOnlyList<SavedTemplate>> HistoryAsync(string letter, string language, int limit, CancellationToken cancellationToken) =>
        [.. (await journal.HistoryAsync(Document(letter, language), limit, cancellationToken)).Select(Read)];

    async Task LoadAsync(string letter, string language, CancellationToken cancellationToken)
    {
        var version = await journal.ReadAsync(Document(letter, language), cancellationToken);
        if (version is not null && version.Version != VersionOf(letter, language)) _current[(letter, language)] = Read(version);
    }

    static string Document(string letter, string language) => $"letter {letter} {language}";

    static string Write(LetterSource? source) =>
        source is null ? "{}" : new JsonObject { ["subject"] = source.Subject, ["html"] = source.Html, ["text"] = source.Text }.ToJsonString();

    static SavedTemplate Read(SettingsVersion version) => new(version.Version, Source(version.Json), version.SavedBy, version.SavedAt);

    static LetterSource? Source(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject document && Text(document, "subject") is { } subject && Text(document, "html") is { } html && Text(document, "text") is { } text
                ? new LetterSource(subject, html, text)
                : null;
        }
        catch (JsonException) { return null; }
    }

    static string? Text(JsonObject document, string name) => document[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>One saved version of a template.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Source">The template; null: this version went back to the one that comes with the product.</param>
/// <param name="SavedBy">Who.</param>
/// <param name="SavedAt">When.</param>
public sealed record SavedTemplate(int Version, LetterSource? Source, string SavedBy, DateTimeOffset SavedAt);
