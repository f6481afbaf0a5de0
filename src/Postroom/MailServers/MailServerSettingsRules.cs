using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>The one validator for page, start, API, command line and import. Reports everything at once.</summary>
public static class MailServerSettingsRules
{
    /// <summary>The field name of the password, which is in no form.</summary>
    public const string PasswordField = "Password";

    /// <summary>The names of all fields that are written and never shown.</summary>
    public static IReadOnlyList<string> SecretFields { get; } = [.. SecretField.All.Select(field => field.Name)];

    /// <summary>Reads a form. Fields that were not given are those of <paramref name="stored"/>.</summary>
    /// <param name="form">The form.</param>
    /// <param name="stored">What is stored now; its password is kept.</param>
    /// <param name="typed">The secrets typed with the form; null: none were.</param>
    public static FormReading Read(MailServerForm form, MailServerSettings stored, SignInSecrets? typed)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(stored);
        var (settings, problems) = ReadAll(form, stored, typed);
        if (problems.Count > 0) return new FormReading.Invalid(problems);
        return new FormReading.Valid(settings, Warnings(settings));
    }

    /// <summary>As <see cref="Read"/>, with the settings as far as they can be read even when something is wrong.</summary>
    internal static (MailServerSettings Settings, IReadOnlyList<SettingsProblem> Problems) ReadAll(
        MailServerForm form, MailServerSettings stored, SignInSecrets? typed)
    {
        // Whoever gives a pin or certificates and does not say otherwise than before how to trust wants them to count.
        var saysNothing = form.Trust is null || TrustModeNames.Parse(form.Trust) == stored.EffectiveTrust;
        var gives = saysNothing && (IsNew(form.PinnedCertificate, stored.PinnedCertificate) || IsNew(form.TrustedCertificates, stored.TrustedCertificates));
        if (gives) form = form with { Trust = "" };
        var reader = new FormReader(form.Or(MailServerForm.Of(stored)));
        var settings = SecretField.Carry(reader.Read(), stored);
        CheckTyped(typed ?? SignInSecrets.None, reader.Problems);
        CheckLogin(settings, typed ?? SignInSecrets.None, reader.Problems);
        return (settings, [.. reader.Problems.OrderBy(problem => Place(problem.Field))]);
    }

    /// <summary>Whether a problem only says that the password, or another secret, has to be typed.</summary>
    internal static bool IsPasswordNeeded(SettingsProblem problem) => SecretField.All.Any(field =>
        problem.Field == field.Name && (problem.MessageKey == field.MissingKey || problem.MessageKey == field.EnterAgainKey));

    static void CheckTyped(SignInSecrets typed, List<SettingsProblem> problems)
    {
        foreach (var field in SecretField.All)
        {
            if (field.Typed(typed) is not { Length: > 0 } secret) continue;
            if (secret.Length > field.MaximumLength) problems.Add(new(field.Name, "Problem.TooLong", field.MaximumLength));
            else if (field == SecretField.ServiceAccountKey && ServiceAccountKey.Read(secret) is null) problems.Add(new(field.Name, "Problem.ServiceAccountKey.Invalid"));
            else if (field != SecretField.ServiceAccountKey && secret.Any(char.IsControl)) problems.Add(new(field.Name, "Problem.Password.Control"));
        }
    }

    static void CheckLogin(MailServerSettings settings, SignInSecrets typed, List<SettingsProblem> problems)
    {
        if (settings.Configuration != MailServerChoice.Custom || settings.Anonymous) return;
        if (settings.UserName.Length == 0) problems.Add(new(nameof(settings.UserName), "Problem.UserName.Missing"));
        if (settings.Security == ConnectionSecurity.None && !HostNameRules.IsLoopback(settings.Host))
            problems.Add(new(nameof(settings.Security), "Problem.Security.LoginInPlaintext"));
        var isOAuth = settings.SignIn == SignInKind.OAuth;
        if (settings.Mechanism is { } mechanism && MailServerForm.TokenMechanisms.Contains(mechanism) != isOAuth)
            problems.Add(new(nameof(settings.Mechanism), "Problem.Mechanism.OtherSignIn", mechanism));
        if (isOAuth) problems.AddRange([.. OAuthRules.Check(settings).Where(missing => !problems.Exists(known => known.Field == missing.Field))]);
        foreach (var field in SecretField.UsedBy(settings).Where(field => string.IsNullOrEmpty(field.Typed(typed))))
            if (field.ProblemOf(settings) is { } problem) problems.Add(new(field.Name, problem));
    }

    /// <summary>What is allowed and still unwise.</summary>
    internal static List<SettingsProblem> Warnings(MailServerSettings settings)
    {
        var warnings = new List<SettingsProblem>();
        if (settings.EhloName.Length > 0 && !settings.EhloName.StartsWith('[') && !HostIdentity.IsFqdn(settings.EhloName))
            warnings.Add(new(nameof(settings.EhloName), "Problem.EhloName.NotFqdn"));
        if (settings.Configuration != MailServerChoice.Custom) return warnings;
        if (settings.Security == ConnectionSecurity.Tls && settings.EffectivePort is 25 or 587)
            warnings.Add(new(nameof(settings.Port), "Problem.Port.StartTlsPort", settings.EffectivePort));
        if (settings.Security != ConnectionSecurity.Tls && settings.EffectivePort == 465)
            warnings.Add(new(nameof(settings.Port), "Problem.Port.TlsPort"));
        return warnings;
    }

    static bool IsNew(string? given, string stored) => !string.IsNullOrWhiteSpace(given) && given.Trim() != stored;

    static int Place(string field)
    {
        var order = MailServerForm.Fields.Select(known => known.Name).ToList();
        if (field == PasswordField) field = nameof(MailServerForm.UserName);
        else if (SecretField.All.Any(known => known.Name == field)) field = nameof(MailServerForm.Scope);
        var place = order.IndexOf(field);
        return place < 0 ? order.Count : place;
    }
}
