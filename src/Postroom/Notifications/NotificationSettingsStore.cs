using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Postroom.Settings;

namespace Postroom.Notifications;

/// <summary>
/// The settings of notifications: loaded once, kept in memory, saved as versions. Values from outside, such as
/// <c>POSTROOM__Notifications__Enabled</c>, win over stored ones and cannot be changed in the console.
/// </summary>
public sealed partial class NotificationSettingsStore(
    SettingsJournal journal, IConfiguration configuration, ILogger<NotificationSettingsStore> logger) : IMailSwitches, ISharedSettings
{
    const string Document = "notifications";

    static readonly string[] Fields =
    [
        nameof(NotificationSettings.Enabled), nameof(NotificationSettings.AccountMail), nameof(NotificationSettings.Quiet),
        nameof(NotificationSettings.Longest), nameof(NotificationSettings.MostMailsPerHour),
        nameof(NotificationSettings.ShowsActor),
    ];

    volatile Snapshot _snapshot = new(0, new NotificationSettings(), new NotificationSettings());

    /// <summary>The settings now in force.</summary>
    public NotificationSettings Current => _snapshot.Effective;

    /// <summary>The stored version, for saving; 0: none.</summary>
    public int Version => _snapshot.Version;

    string ISharedSettings.Name => "notification settings";

    bool IMailSwitches.Notifications => Current.Enabled;

    bool IMailSwitches.AccountMail => Current.AccountMail;

    /// <summary>The names of the settings given from outside.</summary>
    public IReadOnlySet<string> LockedFields { get; } =
        Fields.Where(field => configuration[$"{NotificationSettings.Section}:{field}"] is { Length: > 0 }).ToHashSet(StringComparer.Ordinal);

    /// <summary>Loads the settings; once, at start. Returns what is wrong with those given from outside, and then nothing was loaded.</summary>
    public async Task<IReadOnlyList<SettingsProblem>> LoadAsync(CancellationToken cancellationToken)
    {
        var version = await journal.ReadAsync(Document, cancellationToken);
        var stored = version is null ? new NotificationSettings() : NotificationSettingsJson.Read(version.Json);
        if (stored is null) return [new SettingsProblem(Document, "Problem.Document.Unreadable")];
        var problems = new List<SettingsProblem>();
        var effective = WithOutside(stored, problems);
        problems.AddRange(effective.Problems().Where(problem => LockedFields.Contains(problem.Field)));
        if (problems.Count > 0) return problems;
        _snapshot = new Snapshot(version?.Version ?? 0, stored, effective);
        Loaded(_snapshot.Version, effective.Enabled, effective.AccountMail);
        return [];
    }

    async Task ISharedSettings.RefreshAsync(CancellationToken cancellationToken)
    {
        var newest = await journal.ReadAsync(Document, cancellationToken);
        if (newest is not null && newest.Version != Version) await LoadAsync(cancellationToken);
    }

    /// <summary>Saves the settings; what is given from outside keeps its stored value.</summary>
    /// <param name="settings">The settings wanted.</param>
    /// <param name="basedOn">The version they were made from.</param>
    /// <param name="actor">Who, for history and audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<NotificationSave> SaveAsync(NotificationSettings settings, int basedOn, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var former = _snapshot;
        var wanted = WithoutOutside(settings, former.Stored);
        var effective = WithOutside(wanted, []);
        if (effective.Problems() is { Count: > 0 } problems) return new NotificationSave.Invalid(problems);
        if (wanted == former.Stored && basedOn == former.Version) return new NotificationSave.Saved(former.Version);
        var entry = new AuditEntry(DateTimeOffset.UnixEpoch, actor, "notifications.saved", "notifications", Difference(former.Stored, wanted));
        var saved = await journal.SaveAsync(Document, NotificationSettingsJson.Write(wanted), basedOn, entry, cancellationToken);
        if (saved is null)
        {
            await LoadAsync(cancellationToken); // Another page or node saved: its version is the one in force here, too.
            return new NotificationSave.Conflict();
        }

        _snapshot = new Snapshot(saved.Version, wanted, effective);
        Saved(saved.Version, actor, effective.Enabled, effective.AccountMail);
        return new NotificationSave.Saved(saved.Version);
    }

    NotificationSettings WithOutside(NotificationSettings stored, List<SettingsProblem> problems) => new()
    {
        Enabled = Read<bool>(nameof(stored.Enabled), stored.Enabled, bool.TryParse, problems),
        AccountMail = Read<bool>(nameof(stored.AccountMail), stored.AccountMail, bool.TryParse, problems),
        Quiet = Read<TimeSpan>(nameof(stored.Quiet), stored.Quiet, TryReadTime, problems),
        Longest = Read<TimeSpan>(nameof(stored.Longest), stored.Longest, TryReadTime, problems),
        MostMailsPerHour = Read<int>(nameof(stored.MostMailsPerHour), stored.MostMailsPerHour, TryReadNumber, problems),
        ShowsActor = Read<bool>(nameof(stored.ShowsActor), stored.ShowsActor, bool.TryParse, problems),
    };

    T Read<T>(string field, T stored, TryRead<T> tryRead, List<SettingsProblem> problems)
    {
        if (!LockedFields.Contains(field)) return stored;
        if (tryRead(configuration[$"{NotificationSettings.Section}:{field}"]!.Trim(), out var value)) return value;
        problems.Add(new SettingsProblem(field, "Problem.Notifications.Unreadable"));
        return stored;
    }

    NotificationSettings WithoutOutside(NotificationSettings wanted, NotificationSettings stored) => new()
    {
        Enabled = LockedFields.Contains(nameof(wanted.Enabled)) ? stored.Enabled : wanted.Enabled,
        AccountMail = LockedFields.Contains(nameof(wanted.AccountMail)) ? stored.AccountMail : wanted.AccountMail,
        Quiet = LockedFields.Contains(nameof(wanted.Quiet)) ? stored.Quiet : wanted.Quiet,
        Longest = LockedFields.Contains(nameof(wanted.Longest)) ? stored.Longest : wanted.Longest,
        MostMailsPerHour = LockedFields.Contains(nameof(wanted.MostMailsPerHour)) ? stored.MostMailsPerHour : wanted.MostMailsPerHour,
        ShowsActor = LockedFields.Contains(nameof(wanted.ShowsActor)) ? stored.ShowsActor : wanted.ShowsActor,
    };

    static string Difference(NotificationSettings before, NotificationSettings after) => string.Join(
        ", ", ValuesOf(before).Zip(ValuesOf(after), Fields).Where(field => field.First != field.Second)
            .Select(field => new SettingsChange(field.Third, field.First, field.Second).ToString()));

    static string[] ValuesOf(NotificationSettings settings) =>
    [
        settings.Enabled ? "true" : "false", settings.AccountMail ? "true" : "false", settings.Quiet.ToString("c"), settings.Longest.ToString("c"),
        settings.MostMailsPerHour.ToString(CultureInfo.InvariantCulture), settings.ShowsActor ? "true" : "false",
    ];

    static bool TryReadTime(string text, out TimeSpan value) => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);

    static bool TryReadNumber(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    delegate bool TryRead<T>(string text, out T value);

    sealed record Snapshot(int Version, NotificationSettings Stored, NotificationSettings Effective);

    [LoggerMessage(14002, LogLevel.Information, "Notification settings version {Version} are in force; notifications: {Enabled}, account mail: {AccountMail}")]
    partial void Loaded(int version, bool enabled, bool accountMail);

    [LoggerMessage(14003, LogLevel.Information, "Notification settings version {Version} were saved by {Actor}; notifications: {Enabled}, account mail: {AccountMail}")]
    partial void Saved(int version, string actor, bool enabled, bool accountMail);
}

/// <summary>What became of saving.</summary>
public abstract record NotificationSave
{
    private protected NotificationSave() { }

    /// <summary>They are in force.</summary>
    public sealed record Saved(int Version) : NotificationSave;

    /// <summary>Something has to be filled in differently.</summary>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : NotificationSave;

    /// <summary>Somebody else saved meanwhile.</summary>
    public sealed record Conflict : NotificationSave;
}
