using Microsoft.Extensions.Configuration;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>
/// The mail server settings given by file or environment (product row M17), such as <c>POSTROOM__MailServer__Host</c>.
/// They win over what is stored and cannot be changed in the console.
/// </summary>
public sealed class OutsideMailServer
{
    /// <summary>The key of the client certificate; where it is absent, the key stands with the certificate.</summary>
    const string ClientKey = "ClientKey";

    OutsideMailServer(MailServerForm form, SignInSecrets secrets, IReadOnlySet<string> lockedFields, IReadOnlyList<SettingsProblem> problems)
    {
        (Form, Secrets, LockedFields, Problems) = (form, secrets, lockedFields, problems);
    }

    /// <summary>Nothing is given from outside.</summary>
    public static OutsideMailServer None { get; } = new(new MailServerForm(), SignInSecrets.None, new HashSet<string>(), []);

    /// <summary>The fields given, the others null.</summary>
    public MailServerForm Form { get; }

    /// <summary>The names of the fields given, <c>Password</c> and other secrets among them.</summary>
    public IReadOnlySet<string> LockedFields { get; }

    /// <summary>What cannot be read: an unknown name, a file that is not there.</summary>
    public IReadOnlyList<SettingsProblem> Problems { get; }

    /// <summary>The secrets given.</summary>
    internal SignInSecrets Secrets { get; }

    /// <summary>The client certificate given with its key; null: none.</summary>
    internal ClientIdentity? Client { get; private init; }

    /// <summary>Reads the section <see cref="MailServerSettings.Section"/>.</summary>
    public static OutsideMailServer Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var form = new MailServerForm();
        var locked = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<SettingsProblem>();
        string? clientKey = null;
        var secrets = SignInSecrets.None;
        foreach (var given in configuration.GetSection(MailServerSettings.Section).GetChildren())
        {
            var field = MailServerForm.Fields.FirstOrDefault(known => known.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase));
            if (field is not null)
            {
                form = field.Set(form, Value(field.Name, given.Value ?? "", problems));
                locked.Add(field.Name);
            }
            else if (given.Key.Equals(ClientKey, StringComparison.OrdinalIgnoreCase))
            {
                clientKey = given.Value;
            }
            else if (FindSecret(given.Key) is { } secret)
            {
                secrets = secret.Type(secrets, IsFile(given.Key, secret) ? ReadFile(secret.Name, given.Value ?? "", problems)?.TrimEnd('\r', '\n') : given.Value);
                locked.Add(secret.Name);
            }
            else
            {
                problems.Add(new SettingsProblem(given.Key, "Problem.Outside.Unknown", $"{MailServerSettings.Section}:{given.Key}"));
            }
        }

        var client = ReadClient(ref form, clientKey, problems);
        return new OutsideMailServer(Implied(form, locked), secrets, locked, problems) { Client = client };
    }

    // A fingerprint names a certificate of the trust store; anything else is a file, or PEM itself, and brings its key.
    static ClientIdentity? ReadClient(ref MailServerForm form, string? key, List<SettingsProblem> problems)
    {
        const string field = nameof(MailServerForm.ClientCertificate);
        if (form.ClientCertificate is not { Length: > 0 } given || TrustModeNames.Fingerprint(given) is not null)
            return null;
        form = form with { ClientCertificate = "" };
        if (ReadBytes(field, given, problems) is not { } certificate || ReadBytes(field, key ?? "", problems) is not { } keyBytes) return null;
        switch (CertificateUpload.ReadClient(certificate, keyBytes, "", DateTimeOffset.MinValue))
        {
            case CertificateReading.Client client:
                form = form with { ClientCertificate = client.Identity.Sha256 };
                return client.Identity;
            case CertificateReading.Refused refused:
                problems.Add(refused.Problem with { Field = field });
                return null;
            default:
                return null;
        }
    }

    static byte[]? ReadBytes(string field, string given, List<SettingsProblem> problems)
    {
        if (given.Length == 0 || given.Contains("-----BEGIN", StringComparison.Ordinal)) return System.Text.Encoding.UTF8.GetBytes(given);
        try { return File.ReadAllBytes(given.Trim()); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(new SettingsProblem(field, "Problem.Outside.File", given));
            return null;
        }
    }

    // A host means that this server is wanted, a user name that it is to be signed in to: both may still be said otherwise.
    static MailServerForm Implied(MailServerForm form, HashSet<string> locked)
    {
        if (!string.IsNullOrWhiteSpace(form.Host) && form.Configuration is null)
        {
            form = form with { Configuration = "custom" };
            locked.Add(nameof(form.Configuration));
        }

        // The same for trust: a pin or certificates from outside count, whatever the console says.
        if (form.Trust is null && (form.PinnedCertificate, form.TrustedCertificates, form.ChosenCertificates) is not (null, null, null))
        {
            form = form with { Trust = "" };
            locked.Add(nameof(form.Trust));
        }

        if (string.IsNullOrWhiteSpace(form.UserName) || form.Anonymous is not null) return form;
        locked.Add(nameof(form.Anonymous));
        return form with { Anonymous = "false" };
    }

    static string Value(string field, string given, List<SettingsProblem> problems) =>
        field == nameof(MailServerForm.TrustedCertificates) && given.Trim().Length > 0 && !given.Contains("-----BEGIN", StringComparison.Ordinal)
            ? ReadFile(field, given.Trim(), problems) ?? ""
            : given;

    static SecretField? FindSecret(string key) =>
        SecretField.All.FirstOrDefault(field => key.Equals(field.Name, StringComparison.OrdinalIgnoreCase) || IsFile(key, field));

    // PasswordFile and the like name a file, as container secrets are given.
    static bool IsFile(string key, SecretField field) => key.Equals(field.Name + "File", StringComparison.OrdinalIgnoreCase);

    static string? ReadFile(string field, string path, List<SettingsProblem> problems)
    {
        try { return File.ReadAllText(path); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(new SettingsProblem(field, "Problem.Outside.File", path));
            return null;
        }
    }
}
