using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Mail.Addresses;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>Loads and saves <see cref="PeopleSettings"/>. They are read each time, so that every node sees a change at once.</summary>
public sealed class PeopleSettingsStore(SettingsJournal journal)
{
    /// <summary>The settings in force and their version; 0: they were never saved.</summary>
    public async Task<(PeopleSettings Settings, int Version)> ReadAsync(CancellationToken cancellationToken)
    {
        var saved = await journal.ReadAsync(PeopleSettings.Document, cancellationToken);
        if (saved is null) return (new PeopleSettings(), 0);
        var read = JsonSerializer.Deserialize(saved.Json, PeopleSettingsJson.Default.PeopleSettings) ?? new PeopleSettings();
        // A document of a version that had no such setting reads as 0, by which every session would have ended.
        return (read.SessionDays > 0 ? read : read with { SessionDays = new PeopleSettings().SessionDays }, saved.Version);
    }

    /// <summary>Saves settings made from a version; false, and nothing is stored, when another came in between.</summary>
    public async Task<bool> SaveAsync(PeopleSettings settings, int basedOn, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (before, _) = await ReadAsync(cancellationToken);
        var entry = new AuditEntry(DateTimeOffset.UnixEpoch, actor, "people.saved", PeopleSettings.Document, Difference(before, settings));
        var json = JsonSerializer.Serialize(settings, PeopleSettingsJson.Default.PeopleSettings);
        return await journal.SaveAsync(PeopleSettings.Document, json, basedOn, entry, cancellationToken) is not null;
    }

    /// <summary>Reads domains as people type them: with spaces, commas or lines between, with or without <c>@</c>.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="field">The field to name in a problem.</param>
    public static (IReadOnlyList<string> Domains, SettingsProblem? Problem) ReadDomains(string typed, string field)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var words = typed.Split([' ', ',', ';', '\t', '\r', '\n', '\u3000', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var domains = new List<string>();
        foreach (var word in words)
        {
            if (!DomainName.TryParse(word.TrimStart('@'), out var domain) || domain.IsLiteral) return ([], new SettingsProblem(field, "Problem.Domain.Invalid", Short(word)));
            if (!domains.Contains(domain.Ascii)) domains.Add(domain.Ascii);
        }

        return domains.Count > PeopleSettings.MaximumDomains
            ? ([], new SettingsProblem(field, "Problem.Domain.TooMany", PeopleSettings.MaximumDomains))
            : (domains, null);
    }

    static string Short(string word) => word.Length <= 60 ? word : word[..60] + "…";

    static string? Difference(PeopleSettings before, PeopleSettings after)
    {
        List<string> changes = [];
        if (before.AllowSignUp != after.AllowSignUp) changes.Add($"sign-up {OnOff(after.AllowSignUp)}");
        if (before.AllowUserInvitations != after.AllowUserInvitations) changes.Add($"invitations by users {OnOff(after.AllowUserInvitations)}");
        if (!before.AllowedDomains.SequenceEqual(after.AllowedDomains)) changes.Add($"domains: {(after.AllowedDomains.Count == 0 ? "any" : string.Join(", ", after.AllowedDomains))}");
        if (before.SessionDays != after.SessionDays) changes.Add(FormattableString.Invariant($"sessions end after {before.SessionDays} -> {after.SessionDays} days"));
        return changes.Count == 0 ? null : string.Join("; ", changes);
    }

    static string OnOff(bool isOn) => isOn ? "on" : "off";
}

/// <summary>The JSON of the document.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PeopleSettings))]
sealed partial class PeopleSettingsJson : JsonSerializerContext;
