using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>The one validator for page, start, API, command line and import. Reports everything at once.</summary>
public static class MailServerSettingsRules
{
    /// <summary>The field name of the password, which is in no form.</summary>
    public const string PasswordField = "Password";

    /// <summary>Reads a form. Fields that were not given are those of <paramref name="stored"/>.</summary>
    /// <param name="form">The form.</param>
    /// <param name="stored">What is stored now; its password is kept.</param>
    /// <param name="newPassword">The password typed with the form; null or empty: none was.</param>
    public static FormReading Read(MailServerForm form, MailServerSettings stored, string? newPassword)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(stored);
        var (settings, problems) = ReadAll(form, stored, newPassword);
        if (problems.Count > 0) return new FormReading.Invalid(problems);
        return new FormReading.Valid(settings, Warnings(settings));
    }

    /// <summary>As <see cref="Read"/>, with the settings as far as they can be read even when something is wrong.</summary>
    internal static (MailServerSettings Settings, IReadOnlyList<SettingsProblem> Problems) ReadAll(
        MailServerForm form, MailServerSettings stored, string? newPassword)
    {
        // Whoever gives a pin or certificates and does not say otherwise than before how to trust wants them to count.
        var saysNothing = form.Trust is null || TrustWords.Parse(form.Trust) == stored.EffectiveTrust;
        var gives = saysNothing && (IsNew(form.PinnedCertificate, stored.PinnedCertificate) || IsNew(form.TrustedCertificates, stored.TrustedCertificates));
        if (gives) form = form with { Trust = "" };
        var reader = new FormReader(form.Or(MailServerForm.Of(stored)));
        var settings = reader.Read() with { Password = stored.Password };
        CheckLogin(settings, newPassword, reader.Problems);
        return (settings, [.. reader.Problems.OrderBy(problem => Place(problem.Field))]);
    }

    /// <summary>Whether a problem only says that the password has to be typed.</summary>
    internal static bool IsPasswordNeeded(SettingsProblem problem) => problem.MessageKey is "Problem.Password.Missing" or "Problem.Password.EnterAgain";

    static void CheckLogin(MailServerSettings settings, string? newPassword, List<SettingsProblem> problems)
    {
        if (!string.IsNullOrEmpty(newPassword))
        {
            if (newPassword.Length > FormReader.MaximumLength) problems.Add(new(PasswordField, "Problem.TooLong", FormReader.MaximumLength));
            else if (newPassword.Any(char.IsControl)) problems.Add(new(PasswordField, "Problem.Password.Control"));
        }

        if (settings.Configuration != MailServerChoice.Custom || settings.Anonymous) return;
        if (settings.UserName.Length == 0) problems.Add(new(nameof(settings.UserName), "Problem.UserName.Missing"));
        if (settings.Security == ConnectionSecurity.None && !HostNameRules.IsLoopback(settings.Host))
            problems.Add(new(nameof(settings.Security), "Problem.Security.LoginInPlaintext"));
        if (!string.IsNullOrEmpty(newPassword)) return;
        if (settings.Password is null) problems.Add(new(PasswordField, "Problem.Password.Missing"));
        else if (settings.Password.EnteredFor != PasswordScope.Of(settings)) problems.Add(new(PasswordField, "Problem.Password.EnterAgain"));
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
        var place = order.IndexOf(field);
        return place < 0 ? order.Count : place;
    }
}
