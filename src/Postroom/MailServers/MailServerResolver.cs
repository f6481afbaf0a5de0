using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>Makes a server that can be spoken to out of settings, and the sender's identity.</summary>
public sealed class MailServerResolver(SecretProtector secrets, BuiltInMailServer builtIn, TrustShelf shelf)
{
    const string Purpose = "mail server password";

    /// <summary>The port of the built-in mailbox; null: it does not listen.</summary>
    internal int? BuiltInPort => builtIn.Port;

    /// <summary>Changes with the trust store.</summary>
    internal int TrustVersion => shelf.Version;

    /// <summary>Makes a form ready to be tested, without a store.</summary>
    /// <param name="form">The form.</param>
    /// <param name="stored">Where the fields that are not given come from.</param>
    /// <param name="password">The password typed; null or empty: the stored one, where it was entered for this server.</param>
    /// <param name="host">This machine.</param>
    /// <param name="forMessage">Whether a message is to be sent, which needs a From.</param>
    /// <param name="client">The client certificate given with the form; null: the one of the trust store.</param>
    public PreparedServer Prepare(
        MailServerForm form, MailServerSettings stored, string? password, HostIdentity host, bool forMessage, ClientIdentity? client = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(host);
        var (settings, all) = MailServerSettingsRules.ReadAll(form, stored, password);
        var problems = all.Where(problem => forMessage || problem.MessageKey != "Problem.From.Missing").ToList();
        if (problems.Count > 0) return new PreparedServer.Invalid(problems);
        return Resolve(settings, password, 0, host, client) switch
        {
            MailServerState.Usable usable => new PreparedServer.Ready(usable.Server, Identity(settings, host)) { Settings = settings },
            MailServerState.Unusable { Problem: { } problem } => new PreparedServer.Invalid([problem]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The stored form of a password, readable only for what it was entered for.</summary>
    internal StoredPassword Protect(string password, MailServerSettings enteredFor)
    {
        var scope = PasswordScope.Of(enteredFor);
        return new StoredPassword(secrets.Protect(Purpose, scope, password), scope);
    }

    /// <summary>The server of the settings.</summary>
    /// <param name="settings">The settings; valid.</param>
    /// <param name="password">The password typed or given from outside; null: the stored one, if it was entered for this.</param>
    /// <param name="version">The version they came from.</param>
    /// <param name="host">This machine.</param>
    /// <param name="client">A client certificate given from outside; null: none.</param>
    internal MailServerState Resolve(MailServerSettings settings, string? password, int version, HostIdentity host, ClientIdentity? client)
    {
        var options = new SmtpClientOptions { EhloName = settings.EhloName.Length > 0 ? settings.EhloName : host.EhloName };
        if (settings.Configuration == MailServerChoice.Default) return BuiltIn(options, version);
        var endpoint = new SmtpEndpoint(settings.Host, settings.EffectivePort, settings.Security);
        options = options with
        {
            Revocation = settings.Revocation,
            AllowPlaintextCredentials = settings.Security == ConnectionSecurity.None && HostNameRules.IsLoopback(settings.Host),
        };
        if (AddTrust(settings, client, ref options) is { } missing) return Unusable(missing);
        if (settings.Anonymous) return Usable(endpoint, options, version);
        return ReadPassword(settings, password) switch
        {
            SecretReading.Read secret => Usable(endpoint, options with { Credentials = new SmtpCredentials(settings.UserName, secret.Secret, settings.Mechanism) }, version),
            _ => Unusable(new SettingsProblem(MailServerSettingsRules.PasswordField, PasswordProblem(settings))),
        };
    }

    /// <summary>A state that names a problem.</summary>
    internal static MailServerState.Unusable Unusable(SettingsProblem problem) => new(problem.TextIn(CultureInfo.InvariantCulture)) { Problem = problem };

    /// <summary>Who mail is from. The built-in mailbox needs no set-up, so its mail has a sender without one.</summary>
    internal static SenderIdentity Identity(MailServerSettings settings, HostIdentity host)
    {
        var name = settings.SenderName.Length > 0 ? settings.SenderName : null;
        var from = Address(settings.From);
        if (from is null && settings.Configuration == MailServerChoice.Default)
        {
            name ??= "Postroom";
            from = Address($"postroom@{host.MailDomain}") ?? Address("postroom@localhost");
        }

        return new SenderIdentity(
            from is null ? null : new Mailbox(name, from),
            Address(settings.ReplyTo) is { } replyTo ? new Mailbox(null, replyTo) : null,
            Address(settings.EnvelopeSender),
            settings.SubjectPrefix);
    }

    MailServerState BuiltIn(SmtpClientOptions options, int version) =>
        builtIn.Port is { } port
            ? Usable(new SmtpEndpoint("127.0.0.1", port, ConnectionSecurity.None), options, version)
            : Unusable(new SettingsProblem(nameof(MailServerSettings.Configuration), "Problem.BuiltIn.NotListening"));

    SettingsProblem? AddTrust(MailServerSettings settings, ClientIdentity? given, ref SmtpClientOptions options)
    {
        if (settings.ClientCertificate is { Length: > 0 } fingerprint)
        {
            var identity = given?.Sha256 == fingerprint ? given : TrustStore.Identity(shelf, secrets, fingerprint);
            if (identity is null) return new SettingsProblem(nameof(settings.ClientCertificate), "Problem.ClientCertificate.Gone");
            options = options with { ClientCertificate = identity.Context() };
        }

        switch (settings.EffectiveTrust)
        {
            case TrustMode.Pin when settings.PinnedCertificate.StartsWith(TrustWords.KeyPin, StringComparison.Ordinal):
                options = options with { PinnedPublicKeySha256 = settings.PinnedCertificate[TrustWords.KeyPin.Length..] };
                return null;
            case TrustMode.Pin:
                options = options with { PinnedCertificateSha256 = settings.PinnedCertificate };
                return null;
            case TrustMode.Chosen:
                var roots = CertificateRules.Read(settings.TrustedCertificates).Certificates;
                foreach (var chosen in settings.ChosenCertificates.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (shelf.Find(chosen) is not { } stored) return new SettingsProblem(nameof(settings.ChosenCertificates), "Problem.ChosenCertificates.Gone", chosen[..16]);
                    roots.Add(X509CertificateLoader.LoadCertificate(stored.Der.Span));
                }

                options = options with { AdditionalRoots = roots };
                return null;
            default:
                return null;
        }
    }

    SecretReading ReadPassword(MailServerSettings settings, string? password)
    {
        if (!string.IsNullOrEmpty(password)) return new SecretReading.Read(password);
        return settings.Password is { } stored && stored.EnteredFor == PasswordScope.Of(settings)
            ? secrets.Unprotect(Purpose, stored.EnteredFor, stored.Protected)
            : new SecretReading.Lost();
    }

    static string PasswordProblem(MailServerSettings settings) =>
        settings.Password is not { } stored ? "Problem.Password.Missing"
        : stored.EnteredFor != PasswordScope.Of(settings) ? "Problem.Password.EnterAgain"
        : "Problem.Password.Lost";

    static EmailAddress? Address(string text) => MailboxParser.TryParseAddress(text, out var address) ? address : null;

    static MailServerState.Usable Usable(SmtpEndpoint endpoint, SmtpClientOptions options, int version) =>
        new(new MailServer(endpoint, options, version));
}
