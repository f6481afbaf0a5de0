using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Postroom.Settings;

/// <summary>
/// The product settings: loaded at start, kept in memory, saved as versions. Values from outside, such as
/// <c>POSTROOM__Site__Url</c>, win over stored ones and cannot be changed in the console.
/// </summary>
public sealed partial class ProductSettingsStore : IProductSettings, ISharedSettings
{
    const string Document = "product";
    const string Section = "Site";

    readonly SettingsJournal _journal;
    readonly ILogger<ProductSettingsStore> _logger;
    readonly ServedAddress _served;
    readonly ProductForm _outside;
    volatile Snapshot _snapshot;

    /// <summary>The settings of this host; the stored ones come with <see cref="LoadAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">A value from outside cannot be used; the message says which and why.</exception>
    public ProductSettingsStore(SettingsJournal journal, IConfiguration configuration, ServedAddress served, ILogger<ProductSettingsStore> logger)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        (_journal, _served, _logger) = (journal, served, logger);
        var site = configuration.GetSection(Section);
        _outside = new ProductForm
        {
            SiteUrl = site["Url"] is { Length: > 0 } url ? url : null,
            Name = site["Name"],
            Language = site["Language"],
            AccentColor = site["AccentColor"],
            Footer = site["Footer"],
        };
        LockedFields = Locked(_outside).ToHashSet();
        var (_, problems) = ProductRules.Read(_outside, new ProductSettings());
        if (problems.Count > 0) throw new InvalidOperationException($"{Section}: {string.Join(" ", problems)}");
        _snapshot = Of(new ProductSettings(), 0);
    }

    /// <inheritdoc/>
    public ProductSettings Current => _snapshot.Effective is { HasSiteUrl: false } effective ? effective with { SiteUrl = _served.Current } : _snapshot.Effective;

    /// <summary>The stored version in force; 0: none was saved.</summary>
    public int Version => _snapshot.Version;

    /// <summary>The fields of <see cref="ProductForm"/> given from outside.</summary>
    public IReadOnlySet<string> LockedFields { get; }

    string ISharedSettings.Name => "product settings";

    Task ISharedSettings.RefreshAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    /// <summary>Loads what is stored, and what another node has saved since.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var version = await _journal.ReadAsync(Document, cancellationToken);
        if (version is not null && version.Version != _snapshot.Version) _snapshot = Of(ProductDocument.Read(version.Json), version.Version);
    }

    /// <summary>What is wrong with a form; empty: nothing. Nothing is saved.</summary>
    public IReadOnlyList<SettingsProblem> Check(ProductForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return ProductRules.Read(WithoutLocked(form), _snapshot.Stored).Problems;
    }

    /// <summary>Saves a form.</summary>
    /// <param name="form">The form; fields not given keep their stored value.</param>
    /// <param name="basedOn">The version it was made from.</param>
    /// <param name="actor">Who, for history and audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<ProductSaveOutcome> SaveAsync(ProductForm form, int basedOn, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var snapshot = _snapshot;
        if (basedOn != snapshot.Version) return new ProductSaveOutcome.Conflict(snapshot.Version);
        var (settings, problems) = ProductRules.Read(WithoutLocked(form), snapshot.Stored);
        if (problems.Count > 0) return new ProductSaveOutcome.Invalid(problems);
        var changes = ProductDocument.Between(snapshot.Stored, settings);
        if (changes.Count == 0) return new ProductSaveOutcome.Saved(snapshot.Version);
        var entry = new AuditEntry(DateTimeOffset.UnixEpoch, actor, "product.saved", Document, string.Join('\n', changes));
        var saved = await _journal.SaveAsync(Document, ProductDocument.Write(settings), basedOn, entry, cancellationToken);
        if (saved is null)
        {
            await LoadAsync(cancellationToken);
            return new ProductSaveOutcome.Conflict(_snapshot.Version);
        }

        _snapshot = Of(settings, saved.Version);
        Saved(saved.Version, actor);
        return new ProductSaveOutcome.Saved(saved.Version);
    }

    /// <summary>The saved versions, newest first, each with what it changed.</summary>
    public async Task<IReadOnlyList<ProductVersion>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        var versions = await _journal.HistoryAsync(Document, limit + 1, cancellationToken);
        var read = versions.Select(version => ProductDocument.Read(version.Json)).Append(new ProductSettings()).ToList();
        return [.. versions.Take(limit).Select((version, i) =>
            new ProductVersion(version.Version, version.SavedBy, version.SavedAt, ProductDocument.Between(read[i + 1], read[i])))];
    }

    Snapshot Of(ProductSettings stored, int version) => new(stored, ProductRules.Read(_outside, stored).Settings, version);

    // A locked input is disabled and sends nothing, or sends what it shows: what comes from outside is never stored.
    ProductForm WithoutLocked(ProductForm form) => form with
    {
        SiteUrl = _outside.SiteUrl is null ? form.SiteUrl : null,
        Name = _outside.Name is null ? form.Name : null,
        Language = _outside.Language is null ? form.Language : null,
        AccentColor = _outside.AccentColor is null ? form.AccentColor : null,
        Footer = _outside.Footer is null ? form.Footer : null,
    };

    static IEnumerable<string> Locked(ProductForm outside)
    {
        if (outside.SiteUrl is not null) yield return nameof(ProductForm.SiteUrl);
        if (outside.Name is not null) yield return nameof(ProductForm.Name);
        if (outside.Language is not null) yield return nameof(ProductForm.Language);
        if (outside.AccentColor is not null) yield return nameof(ProductForm.AccentColor);
        if (outside.Footer is not null) yield return nameof(ProductForm.Footer);
    }

    sealed record Snapshot(ProductSettings Stored, ProductSettings Effective, int Version);

    [LoggerMessage(9001, LogLevel.Information, "Product settings version {Version} were saved by {Actor}")]
    partial void Saved(int version, string actor);
}

/// <summary>What became of saving the product settings.</summary>
public abstract record ProductSaveOutcome
{
    private protected ProductSaveOutcome() { }

    /// <summary>They are stored and in force.</summary>
    /// <param name="Version">Their version.</param>
    public sealed record Saved(int Version) : ProductSaveOutcome;

    /// <summary>Somebody else saved in between; nothing was stored.</summary>
    /// <param name="Version">The version in force.</param>
    public sealed record Conflict(int Version) : ProductSaveOutcome;

    /// <summary>Something is wrong with them; nothing was stored.</summary>
    /// <param name="Problems">All that is wrong.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : ProductSaveOutcome;
}

/// <summary>One saved version of the product settings.</summary>
/// <param name="Version">From 1.</param>
/// <param name="SavedBy">Who.</param>
/// <param name="SavedAt">When.</param>
/// <param name="Changes">What it changed.</param>
public sealed record ProductVersion(int Version, string SavedBy, DateTimeOffset SavedAt, IReadOnlyList<SettingsChange> Changes);
