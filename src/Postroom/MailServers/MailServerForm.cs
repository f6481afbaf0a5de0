using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;

namespace Postroom.MailServers;

/// <summary>
/// The mail server page as a person, program or file filled it in: all text, so that a wrong value is a problem beside its
/// field and never a rejected request. Null means <em>not given: keep what is stored</em>, an empty text means <em>not set</em>.
/// Password and other secrets are never part of it.
/// </summary>
public sealed record MailServerForm
{
    /// <summary><c>default</c> or <c>custom</c>.</summary>
    public string? Configuration { get; init; }

    /// <summary>The id of the preset that filled the form.</summary>
    public string? Preset { get; init; }

    /// <summary>Host name or IP address, Unicode or A-labels.</summary>
    public string? Host { get; init; }

    /// <summary>1 to 65535; empty: by <see cref="Security"/>.</summary>
    public string? Port { get; init; }

    /// <summary>One of <see cref="SecurityNames"/>.</summary>
    public string? Security { get; init; }

    /// <summary>One of <see cref="AddressFamilyNames"/>; empty or <c>auto</c>: both.</summary>
    public string? AddressFamily { get; init; }

    /// <summary><c>true</c> or <c>false</c>; <c>on</c>, <c>yes</c> and <c>1</c> are true. A page must send it: an unchecked box sends nothing.</summary>
    public string? Anonymous { get; init; }

    /// <summary>The user name.</summary>
    public string? UserName { get; init; }

    /// <summary>A SASL mechanism; empty or <c>auto</c>: the strongest offered.</summary>
    public string? Mechanism { get; init; }

    /// <summary><c>password</c> or <c>oauth2</c>.</summary>
    public string? SignIn { get; init; }

    /// <summary><c>client-credentials</c>, <c>refresh-token</c> or <c>service-account</c>; empty: not chosen.</summary>
    public string? Grant { get; init; }

    /// <summary>The token endpoint: HTTPS, or HTTP on loopback.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary>The app at the token endpoint.</summary>
    public string? ClientId { get; init; }

    /// <summary>The scope asked for.</summary>
    public string? Scope { get; init; }

    /// <summary>The From address.</summary>
    public string? From { get; init; }

    /// <summary>The name shown with it.</summary>
    public string? SenderName { get; init; }

    /// <summary>Where answers go.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Where bounces go.</summary>
    public string? EnvelopeSender { get; init; }

    /// <summary>The name said in EHLO.</summary>
    public string? EhloName { get; init; }

    /// <summary>Put before every subject.</summary>
    public string? SubjectPrefix { get; init; }

    /// <summary>Certificates in PEM.</summary>
    public string? TrustedCertificates { get; init; }

    /// <summary>The one certificate to accept, 64 hex digits of its SHA-256, colons and <c>sha256:</c> allowed; or <c>spki-sha256:</c> and those of its public key.</summary>
    public string? PinnedCertificate { get; init; }

    /// <summary>Whom the server's certificate is believed by: <c>system</c>, <c>chosen</c> or <c>pin</c>; empty: by what is filled in.</summary>
    public string? Trust { get; init; }

    /// <summary>Fingerprints of certificates of the trust store, SHA-256 in hex, blanks between them.</summary>
    public string? ChosenCertificates { get; init; }

    /// <summary>Whether issuers are asked for revoked certificates: <c>off</c>, <c>soft</c> or <c>hard</c>.</summary>
    public string? Revocation { get; init; }

    /// <summary>The fingerprint of the client certificate, SHA-256 in hex; empty: none.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>The SASL mechanisms that take an access token.</summary>
    public static IReadOnlyList<string> TokenMechanisms { get; } = ["OAUTHBEARER", "XOAUTH2"];

    /// <summary>The SASL mechanisms that <see cref="Mechanism"/> can name. A -PLUS form is used by itself, where it can be.</summary>
    public static IReadOnlyList<string> Mechanisms { get; } =
        ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5", .. TokenMechanisms];

    /// <summary>The form as the stored settings fill it.</summary>
    public static MailServerForm Of(MailServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new MailServerForm
        {
            Configuration = settings.Configuration == MailServerChoice.Custom ? "custom" : "default",
            Preset = settings.Preset ?? "",
            Host = settings.Host,
            Port = settings.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
            Security = SecurityNames.Of(settings.Security),
            AddressFamily = settings.AddressFamily is { } family ? AddressFamilyNames.Of(family) : "",
            Anonymous = settings.Anonymous ? "true" : "false",
            UserName = settings.UserName,
            Mechanism = settings.Mechanism ?? "",
            SignIn = OAuthNames.Of(settings.SignIn),
            Grant = settings.Grant is { } grant ? OAuthNames.Of(grant) : "",
            TokenEndpoint = settings.TokenEndpoint,
            ClientId = settings.ClientId,
            Scope = settings.Scope,
            From = settings.From,
            SenderName = settings.SenderName,
            ReplyTo = settings.ReplyTo,
            EnvelopeSender = settings.EnvelopeSender,
            EhloName = settings.EhloName,
            SubjectPrefix = settings.SubjectPrefix,
            TrustedCertificates = settings.TrustedCertificates,
            PinnedCertificate = settings.PinnedCertificate,
            Trust = TrustModeNames.Of(settings.Trust),
            ChosenCertificates = settings.ChosenCertificates,
            Revocation = TrustModeNames.Revocation[(int)settings.Revocation],
            ClientCertificate = settings.ClientCertificate,
        };
    }

    /// <summary>This form with every field that was not given taken from <paramref name="other"/>.</summary>
    public MailServerForm Or(MailServerForm other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Fields.Aggregate(this, (form, field) => field.Get(form) is null ? field.Set(form, field.Get(other)) : form);
    }

    /// <summary>Whom the certificate is believed by, as <see cref="MailServerSettings.EffectiveTrust"/>, however far the form is filled in.</summary>
    public TrustMode EffectiveTrust => TrustModeNames.Parse(Trust ?? "")
        ?? (!string.IsNullOrWhiteSpace(PinnedCertificate) ? TrustMode.Pin
            : !string.IsNullOrWhiteSpace(TrustedCertificates) || !string.IsNullOrWhiteSpace(ChosenCertificates) ? TrustMode.Chosen
            : TrustMode.System);

    /// <summary>The fields in the order of the page, each with its name in the configuration.</summary>
    internal static IReadOnlyList<FormField> Fields { get; } =
    [
        new(nameof(Configuration), form => form.Configuration, (form, value) => form with { Configuration = value }),
        new(nameof(Preset), form => form.Preset, (form, value) => form with { Preset = value }),
        new(nameof(Host), form => form.Host, (form, value) => form with { Host = value }),
        new(nameof(Port), form => form.Port, (form, value) => form with { Port = value }),
        new(nameof(Security), form => form.Security, (form, value) => form with { Security = value }),
        new(nameof(AddressFamily), form => form.AddressFamily, (form, value) => form with { AddressFamily = value }),
        new(nameof(Anonymous), form => form.Anonymous, (form, value) => form with { Anonymous = value }),
        new(nameof(UserName), form => form.UserName, (form, value) => form with { UserName = value }),
        new(nameof(Mechanism), form => form.Mechanism, (form, value) => form with { Mechanism = value }),
        new(nameof(SignIn), form => form.SignIn, (form, value) => form with { SignIn = value }),
        new(nameof(Grant), form => form.Grant, (form, value) => form with { Grant = value }),
        new(nameof(TokenEndpoint), form => form.TokenEndpoint, (form, value) => form with { TokenEndpoint = value }),
        new(nameof(ClientId), form => form.ClientId, (form, value) => form with { ClientId = value }),
        new(nameof(Scope), form => form.Scope, (form, value) => form with { Scope = value }),
        new(nameof(From), form => form.From, (form, value) => form with { From = value }),
        new(nameof(SenderName), form => form.SenderName, (form, value) => form with { SenderName = value }),
        new(nameof(ReplyTo), form => form.ReplyTo, (form, value) => form with { ReplyTo = value }),
        new(nameof(EnvelopeSender), form => form.EnvelopeSender, (form, value) => form with { EnvelopeSender = value }),
        new(nameof(EhloName), form => form.EhloName, (form, value) => form with { EhloName = value }),
        new(nameof(SubjectPrefix), form => form.SubjectPrefix, (form, value) => form with { SubjectPrefix = value }),
        new(nameof(Trust), form => form.Trust, (form, value) => form with { Trust = value }),
        new(nameof(ChosenCertificates), form => form.ChosenCertificates, (form, value) => form with { ChosenCertificates = value }),
        new(nameof(TrustedCertificates), form => form.TrustedCertificates, (form, value) => form with { TrustedCertificates = value }),
        new(nameof(PinnedCertificate), form => form.PinnedCertificate, (form, value) => form with { PinnedCertificate = value }),
        new(nameof(Revocation), form => form.Revocation, (form, value) => form with { Revocation = value }),
        new(nameof(ClientCertificate), form => form.ClientCertificate, (form, value) => form with { ClientCertificate = value }),
    ];
}

/// <summary>One field of the form, by name.</summary>
sealed record FormField(string Name, Func<MailServerForm, string?> Get, Func<MailServerForm, string?, MailServerForm> Set);
