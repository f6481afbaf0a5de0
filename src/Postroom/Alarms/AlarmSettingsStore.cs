using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Postroom.Settings;

namespace Postroom.Alarms;

/// <summary>
/// The settings of alarms: kept in memory, saved as versions. Values from outside, such as <c>POSTROOM__Alarms__WebhookUrl</c>,
/// win over stored ones and cannot be changed in the console.
/// </summary>
public sealed class AlarmSettingsStore(SettingsJournal journal, SecretProtector protector, IConfiguration configuration) : ISharedSettings
{
    const string Document = "alarms";
    const string Purpose = "alarm webhook secret";
    const string SecretField = "WebhookSecret";
    const int SecretBytes = 32;

    static readonly string[] Fields = [nameof(AlarmSettings.OutageMinutes), nameof(AlarmSettings.WebhookUrl), SecretField];

    volatile Snapshot _snapshot = new(0, new AlarmSettings());

    string ISharedSettings.Name => "alarm settings";

    /// <summary>The stored version, for saving; 0: none.</summary>
    public int Version => _snapshot.Version;

    /// <summary>The names of the settings given from outside.</summary>
    public IReadOnlySet<string> LockedFields { get; } = Fields.Where(field => configuration[$"{AlarmSettings.Section}:{field}"] is { Length: > 0 }).ToHashSet(StringComparer.Ordinal);

    /// <summary>The settings now in force. What is given from outside and cannot be used does not get past the start (<see cref="OutsideAlarmRules"/>).</summary>
    public AlarmSettings Current => _snapshot.Settings with
    {
        OutageMinutes = AlarmSettings.MinutesOf(Outside(nameof(AlarmSettings.OutageMinutes)) ?? "")
            ?? _snapshot.Settings.OutageMinutes,
        WebhookUrl = Outside(nameof(AlarmSettings.WebhookUrl)) ?? _snapshot.Settings.WebhookUrl,
    };

    /// <summary>The secret that posts are signed with; null: there is none, or it can no longer be read.</summary>
    public string? Secret => Outside(SecretField)
        ?? (_snapshot.Settings.ProtectedSecret is { Length: > 0 } kept && protector.Unprotect(Purpose, Document, kept) is SecretReading.Read read ? read.Secret : null);

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var newest = await journal.ReadAsync(Document, cancellationToken);
        if (newest is not null && newest.Version != Version) _snapshot = new Snapshot(newest.Version, Read(newest.Json));
    }

    /// <summary>Saves minutes and address. A new address gets a new secret, so that none is sent where it was not meant for.</summary>
    /// <param name="minutes">As typed; not looked at where it is given from outside.</param>
    /// <param name="url">As typed; empty: no webhook.</param>
    /// <param name="newSecret">Whether a new secret is wanted for the same address.</param>
    /// <param name="basedOn">The version it was made from.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<AlarmSave> SaveAsync(string minutes, string url, bool newSecret, int basedOn, string actor, CancellationToken cancellationToken)
    {
        var former = _snapshot.Settings;
        var problems = new List<SettingsProblem>();
        var wanted = former with { OutageMinutes = MinutesOf(minutes, problems), WebhookUrl = UrlOf(url, problems) };
        if (problems.Count > 0) return new AlarmSave.Invalid(problems);
        var secret = NewSecret(former, wanted, newSecret);
        if (secret is not null) wanted = wanted with { ProtectedSecret = protector.Protect(Purpose, Document, secret) };
        if (wanted.WebhookUrl.Length == 0 && !LockedFields.Contains(nameof(wanted.WebhookUrl))) wanted = wanted with { ProtectedSecret = "" };
        var detail = string.Create(CultureInfo.InvariantCulture, $"OutageMinutes: {wanted.OutageMinutes}, WebhookUrl: \"{HostOf(wanted)}\"{(secret is null ? "" : ", new secret")}");
        var entry = new AuditEntry(DateTimeOffset.UnixEpoch, actor, "alarms.saved", "alarms", detail);
        var saved = await journal.SaveAsync(Document, JsonSerializer.Serialize(wanted, AlarmJson.Default.AlarmSettings), basedOn, entry, cancellationToken);
        if (saved is null)
        {
            await RefreshAsync(cancellationToken); // Another page or node saved: its version is the one in force here, too.
            return new AlarmSave.Conflict();
        }

        _snapshot = new Snapshot(saved.Version, wanted);
        return new AlarmSave.Saved(secret);
    }

    // Standard Webhooks: whsec_ and base64 of 24 to 64 random bytes.
    string? NewSecret(AlarmSettings former, AlarmSettings wanted, bool newSecret)
    {
        if (LockedFields.Contains(SecretField) || (wanted.WebhookUrl.Length == 0 && !LockedFields.Contains(nameof(wanted.WebhookUrl)))) return null;
        var keeps = wanted.WebhookUrl == former.WebhookUrl && former.ProtectedSecret.Length > 0 && !newSecret;
        return keeps ? null : "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
    }

    int MinutesOf(string typed, List<SettingsProblem> problems)
    {
        if (LockedFields.Contains(nameof(AlarmSettings.OutageMinutes))) return _snapshot.Settings.OutageMinutes;
        if (AlarmSettings.MinutesOf(typed) is { } minutes) return minutes;
        problems.Add(new SettingsProblem(nameof(AlarmSettings.OutageMinutes), "Problem.Alarms.Minutes", AlarmSettings.MostMinutes));
        return _snapshot.Settings.OutageMinutes;
    }

    string UrlOf(string typed, List<SettingsProblem> problems)
    {
        if (LockedFields.Contains(nameof(AlarmSettings.WebhookUrl))) return _snapshot.Settings.WebhookUrl;
        var url = typed.Trim();
        if (url.Length > 0 && AlarmSettings.UriOf(url) is null) problems.Add(new SettingsProblem(nameof(AlarmSettings.WebhookUrl), "Problem.Alarms.Url"));
        return url;
    }

    // The path of a webhook is often its secret.
    static string HostOf(AlarmSettings settings) => settings.Webhook?.GetLeftPart(UriPartial.Authority) ?? "";

    static AlarmSettings Read(string json)
    {
        try { return JsonSerializer.Deserialize(json, AlarmJson.Default.AlarmSettings) ?? new AlarmSettings(); }
        catch (JsonException) { return new AlarmSettings(); }
    }

    string? Outside(string field) => configuration[$"{AlarmSettings.Section}:{field}"] is { Length: > 0 } value ? value.Trim() : null;

    sealed record Snapshot(int Version, AlarmSettings Settings);
}

[JsonSerializable(typeof(AlarmSettings))]
sealed partial class AlarmJson : JsonSerializerContext;

/// <summary>What became of saving.</summary>
public abstract record AlarmSave
{
    private protected AlarmSave() { }

    /// <summary>They are in force.</summary>
    /// <param name="Secret">A new secret, to be shown this once; null: the one of before stays.</param>
    public sealed record Saved(string? Secret) : AlarmSave;

    /// <summary>Something has to be filled in differently.</summary>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : AlarmSave;

    /// <summary>Somebody else saved in the meantime.</summary>
    public sealed record Conflict : AlarmSave;
}
