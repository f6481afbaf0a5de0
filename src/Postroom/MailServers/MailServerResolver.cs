using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>Makes a server that can be spoken to out of settings, and the sender's identity.</summary>
/// <param name="secrets">Reads what is stored.</param>
/// <param name="builtIn">The built-in mailbox.</param>
/// <param name="trusted">The certificates of the trust store.</param>
/// <param name="tokens">Makes sources of access tokens; null: none can be had here, as on a command line without a data folder.</param>
/// <param name="destinations">What may be connected to; null: what is allowed without exceptions.</param>
public sealed class MailServerResolver(
    SecretProtector secrets, BuiltInMailServer builtIn, TrustedCertificates trusted, OAuthTokens? tokens = null,
    Destinations? destinations = null)
{
    /// <summary>The port of the built-in mailbox; null: it does not listen.</summary>
    internal int? BuiltInPort => builtIn.Port;

    /// <summary>Changes with the trust store.</summary>
    internal int TrustVersion => trusted.Version;

    /// <summary>Makes a form ready to be tested, without a store.</summary>
    /// <param name="form">The form.</param>
    /// <param name="stored">Where the fields that are not given come from.</param>
    /// <param name="typed">The secrets typed; where one is null or empty: the stored one, if it was entered for this server.</param>
    /// <param name="host">This machine.</param>
    /// <param name="forMessage">Whether a message is to be sent, which needs a From.</param>
    /// <param name="client">The client certificate given with the form; null: the one of the trust store.</param>
    public PreparedServer Prepare(
        MailServerForm form, MailServerSettings stored, SignInSecrets? typed, HostIdentity host, bool forMessage, ClientIdentity? client = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(host);
        var (settings, all) = MailServerSettingsRules.ReadAll(form, stored, typed);
        var problems = all.Where(problem => forMessage || problem.MessageKey != "Problem.From.Missing").ToList();
        if (problems.Count > 0) return new PreparedServer.Invalid(problems);
        return Resolve(settings, typed, 0, host, client) switch
        {
            MailServerState.Usable usable => new PreparedServer.Ready(usable.Server, Identity(settings, host)) { Settings = settings, Host = host },
            MailServerState.Unusable { Problem: { } problem } => new PreparedServer.Invalid([problem]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The stored form of a secret, readable only for what it was entered for.</summary>
    internal StoredPassword Protect(SecretField field, string secret, MailServerSettings enteredFor)
    {
        var scope = field.ScopeOf(enteredFor);
        return new StoredPassword(secrets.Protect(field.Purpose, scope, secret), scope);
    }

    /// <summary>The server of the settings.</summary>
    /// <param name="settings">The settings; valid.</param>
    /// <param name="typed">The secrets typed or given from outside; where one is null: the stored one, if it was entered for this.</param>
    /// <param name="version">The version they came from.</param>
    /// <param name="host">This machine.</param>
    /// <param name="client">A client certificate given from outside; null: none.</param>
    internal MailServerState Resolve(MailServerSettings settings, SignInSecrets? typed, int version, HostIdentity host, ClientIdentity? client)
    {
        var options = new SmtpClientOptions { EhloName = settings.EhloName.Length > 0 ? settings.EhloName : host.EhloName };
        if (settings.Configuration == MailServerChoice.Default) return BuiltIn(options, version);
        var endpoint = new SmtpEndpoint(settings.Host, settings.EffectivePort, settings.Security);
        options = options with
        {
            Family = settings.AddressFamily,
            MayConnectTo = (destinations ?? Destinations.Usual).MayConnectTo,
            Revocation = settings.Revocation,
            AllowPlaintextCredentials = settings.Security == ConnectionSecurity.None && HostNameRules.IsLoopback(settings.Host),
        };
        if (AddTrust(settings, client, ref options) is { } missing) return Unusable(missing);
        if (settings.Anonymous) return Usable(endpoint, options, version);
        var (credentials, problem) = Credentials(settings, typed ?? SignInSecrets.None);
        return credentials is null ? Unusable(problem!) : Usable(endpoint, options with { Credentials = credentials }, version);
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
            var identity = given?.Sha256 == fingerprint ? given : TrustStore.Identity(trusted, secrets, fingerprint);
            if (identity is null) return new SettingsProblem(nameof(settings.ClientCertificate), "Problem.ClientCertificate.Gone");
            options = options with { ClientCertificate = identity.Context() };
        }

        switch (settings.EffectiveTrust)
        {
            case TrustMode.Pin when settings.PinnedCertificate.StartsWith(
                TrustModeNames.KeyPin, StringComparison.Ordinal):
                options = options with { PinnedPublicKeySha256 = settings.PinnedCertificate[TrustModeNames.KeyPin.Length..] };
                return null;
            case TrustMode.Pin:
                options = options with { PinnedCertificateSha256 = settings.PinnedCertificate };
                return null;
            case TrustMode.Chosen:
                var roots = CertificateRules.Read(settings.TrustedCertificates).Certificates;
                foreach (var chosen in settings.ChosenCertificates.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (trusted.Find(chosen) is not { } stored)
                    {
                        return new SettingsProblem(
                            nameof(settings.ChosenCertificates), "Problem.ChosenCertificates.Gone", chosen[..16]);
                    }
                    roots.Add(X509CertificateLoader.LoadCertificate(stored.Der.Span));
                }

                options = options with { AdditionalRoots = roots };
                return null;
            default:
                return null;
        }
    }

    (SmtpCredentials? Credentials, SettingsProblem? Problem) Credentials(MailServerSettings settings, SignInSecrets typed)
    {
        var known = SignInSecrets.None;
        foreach (var field in SecretField.UsedBy(settings))
        {
            var secret = Secret(field, settings, typed);
            if (secret is null && !field.IsOptional(settings))
                return (null, new SettingsProblem(field.Name, field.ProblemOf(settings) ?? field.LostKey));
            known = field.Type(known, secret);
        }

        if (settings.SignIn == SignInKind.Password) return (new SmtpCredentials(settings.UserName, known.Password!, settings.Mechanism), null);
        if (tokens is null) return (null, new SettingsProblem(nameof(settings.SignIn), "Problem.SignIn.NoTokens"));
        var account = known.ServiceAccountKey is { } key ? ServiceAccountKey.Read(key) : null;
        if (known.ServiceAccountKey is not null && account is null) return (null, new SettingsProblem(nameof(settings.ServiceAccountKey), "Problem.ServiceAccountKey.Invalid"));
        var order = new TokenOrder(settings.Grant!.Value, new Uri(settings.TokenEndpoint), settings.UserName)
        {
            ClientId = settings.ClientId,
            Scope = settings.Scope,
            ClientSecret = known.ClientSecret,
            RefreshToken = known.RefreshToken,
            ServiceAccount = account,
        };
        return (new SmtpCredentials(settings.UserName, "", settings.Mechanism) { Tokens = tokens.For(order) }, null);
    }

    /// <summary>A secret, typed or stored for just this; null: there is none that could be read.</summary>
    string? Secret(SecretField field, MailServerSettings settings, SignInSecrets typed)
    {
        if (field.Typed(typed) is { Length: > 0 } given) return given;
        return field.Stored(settings) is { } stored && stored.EnteredFor == field.ScopeOf(settings)
            && secrets.Unprotect(field.Purpose, stored.EnteredFor, stored.Protected) is SecretReading.Read read
            ? read.Secret
            : null;
    }

    static EmailAddress? Address(string text) => MailboxParser.TryParseAddress(text, out var address) ? address : null;

    static MailServerState.Usable Usable(SmtpEndpoint endpoint, SmtpClientOptions options, int version) =>
        new(new MailServer(endpoint, options, version));
}
