using Microsoft.Extensions.Logging;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>
/// The mail server settings: loaded once, kept in memory, saved as versions. Values from outside win over stored ones.
/// A stored password is used only for the host, port, security, trust and user name it was entered for.
/// </summary>
public sealed partial class MailServerSettingsStore(
    SettingsJournal journal,
    MailServerResolver resolver,
    OutsideMailServer outside,
    FindHostIdentity findHost,
    TrustStore trust,
    ILogger<MailServerSettingsStore> logger) : IMailServerSource, ISenderIdentity, IDisposable
{
    const string Document = MailServerSettings.Section;

    /// <summary>How many versions are looked through for a good one.</summary>
    const int HistoryLimit = 200;

    readonly SemaphoreSlim _saving = new(1, 1);
    HostIdentity? _host;
    volatile SettingsSnapshot? _snapshot;
    volatile ResolvedServer? _resolved;
    int _goodVersion;

    /// <inheritdoc/>
    public MailServerState Current
    {
        get
        {
            if (_snapshot is not { } snapshot) return MailServerResolver.Unusable(new SettingsProblem(nameof(MailServerForm.Configuration), "Problem.NotLoaded"));
            var port = resolver.BuiltInPort;
            var trusted = resolver.TrustVersion;
            if (_resolved is { } known && known.Snapshot == snapshot && known.BuiltInPort == port && known.TrustVersion == trusted) return known.State;
            var state = Resolve(snapshot);
            _resolved = new ResolvedServer(snapshot, port, trusted, state);
            return state;
        }
    }

    SenderIdentity ISenderIdentity.Current => _snapshot?.Identity ?? new SenderIdentity(null, null, null, "");

    /// <summary>The settings as page, API and command line show them.</summary>
    public MailServerView View => (_snapshot ?? SettingsSnapshot.Empty).View(outside);

    /// <summary>Loads the settings. Once, at start, before anything is sent.</summary>
    public async Task<LoadOutcome> LoadAsync(CancellationToken cancellationToken)
    {
        _host = await findHost(cancellationToken);
        await trust.RefreshAsync(cancellationToken);
        var version = await journal.ReadAsync(Document, cancellationToken);
        var stored = version is null ? new MailServerSettings() : MailServerJson.Read(version.Json);
        if (stored is null) return new LoadOutcome.Invalid([new SettingsProblem(Document, "Problem.Document.Unreadable")]);
        var snapshot = Snapshot(stored, version?.Version ?? 0);
        var fatal = outside.Problems.Concat(snapshot.Problems.Where(problem => outside.LockedFields.Contains(problem.Field))).ToList();
        if (fatal.Count > 0) return new LoadOutcome.Invalid(fatal);
        _goodVersion = version?.GoodSince is null ? 0 : version.Version;
        _snapshot = snapshot;
        Loaded(snapshot.Version, outside.LockedFields.Count);
        return new LoadOutcome.Loaded([.. snapshot.Problems, .. snapshot.Warnings]);
    }

    /// <summary>Makes a form ready to be tested, without saving anything.</summary>
    /// <param name="form">The form; fields not given are those in force.</param>
    /// <param name="typed">The secrets typed; where one is null or empty: the stored one, if it was entered for this server.</param>
    /// <param name="forMessage">Whether a message is to be sent, which needs a From.</param>
    /// <param name="client">The client certificate given with the form; null: one of the trust store or from outside.</param>
    public PreparedServer Prepare(MailServerForm form, SignInSecrets? typed, bool forMessage, ClientIdentity? client = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (snapshot, host) = Required();
        var secrets = (typed ?? SignInSecrets.None).Or(outside.Secrets);
        var prepared = resolver.Prepare(outside.Form.Or(form), snapshot.Stored, secrets, host, forMessage, client ?? outside.Client);

        // Only what is in force can be marked as good by a test.
        return prepared is PreparedServer.Ready ready && secrets == outside.Secrets && ready.Settings == snapshot.Effective
            ? ready with { Server = ready.Server with { SettingsVersion = snapshot.Version } }
            : prepared;
    }

    /// <summary>Saves a form.</summary>
    /// <param name="form">The form; fields not given keep their stored value.</param>
    /// <param name="typed">The secrets typed; where one is null or empty: the stored one is kept, if it was entered for this server.</param>
    /// <param name="basedOnVersion">The version the form was made from.</param>
    /// <param name="actor">Who, for history and audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<SaveOutcome> SaveAsync(
        MailServerForm form, SignInSecrets? typed, int basedOnVersion, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        await _saving.WaitAsync(cancellationToken);
        try { return await SaveOneAsync(form, typed ?? SignInSecrets.None, basedOnVersion, actor, cancellationToken); }
        finally { _saving.Release(); }
    }

    /// <summary>Goes back to the newest other version that a message went through with, its password included.</summary>
    /// <param name="actor">Who, for history and audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<RollBackOutcome> RollBackToGoodAsync(string actor, CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken);
        try
        {
            var (snapshot, _) = Required();
            var history = await journal.HistoryAsync(Document, HistoryLimit, cancellationToken);
            var good = history.FirstOrDefault(version => version.GoodSince is not null && version.Version != snapshot.Version);
            if (good is null || MailServerJson.Read(good.Json) is not { } settings) return new RollBackOutcome.NothingGood();
            var entry = Entry(actor, "mail-server.rolled-back", MailServerDifference.Between(snapshot.Stored, settings));
            var saved = await WriteAsync(settings, snapshot.Version, entry, cancellationToken);
            return saved is null ? new RollBackOutcome.Conflict(Required().Snapshot.Version) : new RollBackOutcome.RolledBack(saved.Version, good.Version);
        }
        finally { _saving.Release(); }
    }

    /// <inheritdoc/>
    public async ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken)
    {
        if (settingsVersion == 0 || Volatile.Read(ref _goodVersion) == settingsVersion) return;
        await journal.MarkGoodAsync(Document, settingsVersion, cancellationToken);
        Volatile.Write(ref _goodVersion, settingsVersion);
    }

    /// <summary>The saved versions, newest first, each with what it changed.</summary>
    public async Task<IReadOnlyList<MailServerVersion>> HistoryAsync(int limit, CancellationToken cancellationToken)
    {
        // One more, so that the oldest one shown can be compared too.
        var versions = await journal.HistoryAsync(Document, limit + 1, cancellationToken);
        var read = versions.Select(version => MailServerJson.Read(version.Json) ?? new MailServerSettings()).Append(new MailServerSettings()).ToList();
        return [.. versions.Take(limit).Select((version, i) => new MailServerVersion(
            version.Version, version.SavedBy, version.SavedAt, version.GoodSince, MailServerDifference.Between(read[i + 1], read[i])))];
    }

    /// <inheritdoc/>
    public void Dispose() => _saving.Dispose();

    async Task<SaveOutcome> SaveOneAsync(MailServerForm form, SignInSecrets typed, int basedOn, string actor, CancellationToken cancellationToken)
    {
        var (snapshot, _) = Required();
        if (snapshot.Version != basedOn) return new SaveOutcome.Conflict(snapshot.Version);
        var reading = MailServerSettingsRules.Read(outside.Form.Or(form), snapshot.Stored, typed.Or(outside.Secrets));
        var problems = LockedProblems(form, typed, snapshot).Concat((reading as FormReading.Invalid)?.Problems ?? []).ToList();
        if (problems is [var only] && MailServerSettingsRules.IsPasswordNeeded(only)) return new SaveOutcome.PasswordNeeded(only);
        if (problems.Count > 0 || reading is not FormReading.Valid valid) return new SaveOutcome.Invalid(problems);
        var settings = WithoutOutside(valid.Settings, snapshot.Stored);
        foreach (var field in SecretField.All)
            if (field.Typed(typed) is { Length: > 0 } secret) settings = field.Store(settings, resolver.Protect(field, secret, valid.Settings));
        if (settings == snapshot.Stored) return new SaveOutcome.Saved(snapshot.Version, valid.Warnings);
        var entry = Entry(actor, "mail-server.saved", MailServerDifference.Between(snapshot.Stored, settings));
        var saved = await WriteAsync(settings, basedOn, entry, cancellationToken);
        return saved is null ? new SaveOutcome.Conflict(Required().Snapshot.Version) : new SaveOutcome.Saved(saved.Version, valid.Warnings);
    }

    async Task<SettingsVersion?> WriteAsync(MailServerSettings settings, int basedOn, AuditEntry entry, CancellationToken cancellationToken)
    {
        var saved = await journal.SaveAsync(Document, MailServerJson.Write(settings), basedOn, entry, cancellationToken);
        if (saved is null)
        {
            // Another node saved: its version is the one in force here, too.
            if (await journal.ReadAsync(Document, cancellationToken) is { } newer && MailServerJson.Read(newer.Json) is { } read)
                _snapshot = Snapshot(read, newer.Version);
            return null;
        }

        _snapshot = Snapshot(settings, saved.Version);
        Saved(saved.Version, entry.Actor);
        return saved;
    }

    MailServerState Resolve(SettingsSnapshot snapshot)
    {
        if (snapshot.Problems.Count > 0) return MailServerResolver.Unusable(snapshot.Problems[0]);
        var state = resolver.Resolve(snapshot.Effective, outside.Secrets, snapshot.Version, Required().Host, outside.Client);
        if (state is MailServerState.Unusable { Problem: { } problem } && problem.MessageKey.EndsWith(".Lost", StringComparison.Ordinal)) PasswordLost();
        return state;
    }

    SettingsSnapshot Snapshot(MailServerSettings stored, int version) => SettingsSnapshot.Of(stored, version, outside, _host!);

    (SettingsSnapshot Snapshot, HostIdentity Host) Required() =>
        _snapshot is { } snapshot ? (snapshot, _host!) : throw new InvalidOperationException("LoadAsync has not been called.");

    IEnumerable<SettingsProblem> LockedProblems(MailServerForm form, SignInSecrets typed, SettingsSnapshot snapshot)
    {
        // A locked input is disabled and sends nothing, or sends what it shows.
        var shown = MailServerForm.Of(snapshot.Effective);
        foreach (var field in MailServerForm.Fields.Where(field => outside.LockedFields.Contains(field.Name)))
        {
            if (field.Get(form) is { Length: > 0 } value && value != field.Get(shown) && value != field.Get(outside.Form))
                yield return new SettingsProblem(field.Name, "Problem.Locked");
        }

        foreach (var field in SecretField.All.Where(field => field.Typed(typed) is { Length: > 0 } && outside.LockedFields.Contains(field.Name)))
            yield return new SettingsProblem(field.Name, "Problem.Locked");
    }

    // What comes from outside is never copied into the database: taken away outside, it is gone.
    MailServerSettings WithoutOutside(MailServerSettings effective, MailServerSettings stored)
    {
        var (form, former) = (MailServerForm.Of(effective), MailServerForm.Of(stored));
        foreach (var field in MailServerForm.Fields.Where(field => outside.LockedFields.Contains(field.Name)))
            form = field.Set(form, field.Get(former));
        return SecretField.Carry(new FormReader(form).Read(), stored);
    }

    static AuditEntry Entry(string actor, string action, IReadOnlyList<SettingsChange> changes) =>
        new(DateTimeOffset.UnixEpoch, actor, action, "mail server", MailServerDifference.Text(changes));

    sealed record ResolvedServer(SettingsSnapshot Snapshot, int? BuiltInPort, int TrustVersion, MailServerState State);

    [LoggerMessage(6001, LogLevel.Information, "Mail server settings version {Version} are in force; {Outside} fields are set from outside")]
    partial void Loaded(int version, int outside);

    [LoggerMessage(6002, LogLevel.Information, "Mail server settings version {Version} were saved by {Actor}")]
    partial void Saved(int version, string actor);

    [LoggerMessage(6003, LogLevel.Error,
        "The mail server's password or another sign-in secret can no longer be read, because the keys in the data " +
        "folder are gone. Enter it again; mail waits until then")]
    partial void PasswordLost();
}
