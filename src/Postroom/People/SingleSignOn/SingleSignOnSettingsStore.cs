using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.People.Accounts;
using Postroom.Settings;

namespace Postroom.People.SingleSignOn;

/// <summary>
/// Loads, checks and saves <see cref="SingleSignOnProviders"/>. They are read each time, so that every node sees a change at once.
/// </summary>
public sealed class SingleSignOnSettingsStore(
    SettingsJournal journal, SecretProtector secrets, ProviderDocuments providers)
{
    const string SecretPurpose = "sign-on client secret";
    const int Longest = 500;
    const int LongestButton = 60;

    /// <summary>The settings in force and their version; 0: they were never saved.</summary>
    public async Task<(SingleSignOnProviders Providers, int Version)> ReadAsync(CancellationToken cancellationToken)
    {
        var saved = await journal.ReadAsync(SingleSignOnProviders.Document, cancellationToken);
        return saved is null
            ? (new SingleSignOnProviders(), 0)
            : (SingleSignOnProviders.Read(saved.Json), saved.Version);
    }

    /// <summary>The client secret in the clear; null: there is none, or it cannot be read any more.</summary>
    public string? SecretOf(SingleSignOnSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.ProtectedSecret is not { } kept) return null;
        return secrets.Unprotect(SecretPurpose, settings.SecretIsFor, kept) is SecretReading.Read read ? read.Secret : null;
    }

    /// <summary>Checks and saves what was typed, after asking the provider for its document and keys.</summary>
    /// <param name="id">Which provider; null: a new one.</param>
    /// <param name="form">What was typed.</param>
    /// <param name="basedOn">The version it was typed over.</param>
    /// <param name="actor">Who, for the audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>Everything that is wrong, in the order of the page; empty: it is saved.</returns>
    public async Task<IReadOnlyList<SettingsProblem>> SaveAsync(
        string? id, SingleSignOnForm form, int basedOn, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (all, _) = await ReadAsync(cancellationToken);
        if ((id is null ? new SingleSignOnSettings { Id = all.NextId } : all.Find(id)) is not { } before)
            return [Changed];
        List<SettingsProblem> problems = [];
        if (id is null && all.Providers.Count >= SingleSignOnProviders.Most)
            problems.Add(new SettingsProblem("Issuer", "Problem.SingleSignOn.Most", SingleSignOnProviders.Most));
        var (issuer, issuerProblem) = await IssuerAsync(form, cancellationToken);
        if (issuerProblem is not null) problems.Add(issuerProblem);
        var draft = before with
        {
            IsOn = form.IsOn,
            Issuer = issuer,
            ClientId = form.ClientId.Trim(),
            Scopes = string.Join(' ', form.Scopes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            MakesUsers = form.MakesUsers,
            Role = form.Role,
            AsksForCode = form.AsksForCode,
            ButtonText = form.ButtonText.Trim(),
        };
        // People are linked by issuer, so two entries for one would be the same people.
        if (all.Without(draft.Id).Providers.Any(one => one.Issuer == issuer))
            problems.Add(new SettingsProblem("Issuer", "Problem.SingleSignOn.Twice"));
        problems.AddRange(Problems(draft, before, form));
        var (domains, domainProblem) = PeopleSettingsStore.ReadDomains(form.Domains, "Domains");
        if (domainProblem is not null) problems.Add(domainProblem);
        if (problems.Count > 0) return problems;

        var settings = draft with { AllowedDomains = domains, ProtectedSecret = SecretFor(draft, before, form) };
        var isSaved = await WriteAsync(all.With(settings), basedOn, actor, ("sign-on.saved", Detail(settings)), cancellationToken);
        return isSaved ? [] : [Changed];
    }

    /// <summary>Takes a provider away; who is linked there can still unlink.</summary>
    /// <returns>False: there is none of the id, or the settings changed meanwhile.</returns>
    public async Task<bool> RemoveAsync(string id, int basedOn, string actor, CancellationToken cancellationToken)
    {
        var (all, _) = await ReadAsync(cancellationToken);
        return all.Find(id) is { } gone
            && await WriteAsync(all.Without(id), basedOn, actor, ("sign-on.removed", gone.Issuer), cancellationToken);
    }

    static SettingsProblem Changed => new("Issuer", "Problem.People.Changed");

    async Task<bool> WriteAsync(
        SingleSignOnProviders providers, int basedOn, string actor, (string Action, string Detail) what,
        CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(
            DateTimeOffset.UnixEpoch, actor, what.Action, SingleSignOnProviders.Document, what.Detail);
        var json = JsonSerializer.Serialize(providers, SingleSignOnJson.Default.SingleSignOnProviders);
        return await journal.SaveAsync(
            SingleSignOnProviders.Document, json, basedOn, entry, cancellationToken) is not null;
    }

    static IEnumerable<SettingsProblem> Problems(
        SingleSignOnSettings draft, SingleSignOnSettings before, SingleSignOnForm form)
    {
        if (draft.ClientId.Length == 0 && form.IsOn)
            yield return new SettingsProblem("ClientId", "Problem.SingleSignOn.ClientId");
        if (IsTooLong(draft.ClientId, Longest)) yield return new SettingsProblem("ClientId", "Problem.TooLong", Longest);
        if (form.Secret.Length > Longest) yield return new SettingsProblem("Secret", "Problem.TooLong", Longest);
        if (form.Secret.Length == 0 && !form.HasNoSecret && IsKeptForAnother(draft, before))
            yield return new SettingsProblem("Secret", "Problem.SingleSignOn.Secret");
        if (!AreScopes(draft.Scopes)) yield return new SettingsProblem("Scopes", "Problem.SingleSignOn.Scopes");
        if (IsTooLong(draft.ButtonText, LongestButton)) yield return new SettingsProblem("ButtonText", "Problem.TooLong", LongestButton);
        if (draft.Role == UserRole.Administrator) yield return new SettingsProblem("Role", "Problem.SingleSignOn.Role");
    }

    static bool IsKeptForAnother(SingleSignOnSettings draft, SingleSignOnSettings before) =>
        before.ProtectedSecret is not null && draft.SecretIsFor != before.SecretIsFor;

    static bool IsTooLong(string text, int most) => text.Length > most || text.Any(char.IsControl);

    // RFC 6749 §3.3; without openid it is no OpenID Connect.
    static bool AreScopes(string text) =>
        text.Length <= Longest && text.All(letter => letter is >= ' ' and <= '~' and not ('"' or '\\')) && text.Split(' ').Contains("openid", StringComparer.Ordinal);

    // A provider that cannot be reached is told now, and not to the first person who signs on.
    async Task<(string Issuer, SettingsProblem? Problem)> IssuerAsync(
        SingleSignOnForm form, CancellationToken cancellationToken)
    {
        var typed = form.Issuer.Trim();
        if (ProviderDocument.Address(typed) is null || typed.Length > Longest)
            return (typed, new SettingsProblem("Issuer", "Problem.SingleSignOn.Issuer"));
        if (!form.IsOn) return (typed, null);
        return await providers.ProbeAsync(typed, cancellationToken) switch
        {
            ProviderAnswer<ProviderDocument>.Came { Value: var document } => (document.Issuer, null),
            ProviderAnswer<ProviderDocument>.Failed failed =>
                (typed, new SettingsProblem("Issuer", "Problem.SingleSignOn.Unreachable", failed.Reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    string? SecretFor(SingleSignOnSettings draft, SingleSignOnSettings before, SingleSignOnForm form)
    {
        if (form.HasNoSecret) return null;
        return form.Secret.Length > 0 ? secrets.Protect(SecretPurpose, draft.SecretIsFor, form.Secret) : before.ProtectedSecret;
    }

    static string Detail(SingleSignOnSettings settings) =>
        $"{(settings.IsOn ? "on" : "off")}; {settings.Issuer}; client {settings.ClientId}; {(settings.MakesUsers ? $"makes users as {settings.Role}" : "makes no users")}";
}

/// <summary>The JSON of the document.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SingleSignOnProviders))]
[JsonSerializable(typeof(SingleSignOnSettings))]
[JsonSerializable(typeof(SingleSignOnNote))]
sealed partial class SingleSignOnJson : JsonSerializerContext;
