using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;

namespace Postroom.MailServers;

/// <summary>The mail server page as it is stored (product rows M1 to M11). Section <c>MailServer</c> of the configuration.</summary>
public sealed record MailServerSettings
{
    /// <summary>The name of the settings document and of the configuration section.</summary>
    public const string Section = "MailServer";

    /// <summary>Which server is used. The other one's values are kept. The default value is <see cref="MailServerChoice.Default"/>.</summary>
    public MailServerChoice Configuration { get; init; }

    /// <summary>The id of the preset that filled the form, such as <c>gmail</c>; null: none.</summary>
    public string? Preset { get; init; }

    /// <summary>Host name or IP address; empty: not set.</summary>
    public string Host { get; init; } = "";

    /// <summary>TCP port, 1 to 65535; null: 465 with TLS from the first byte, else 25.</summary>
    public int? Port { get; init; }

    /// <summary>How the connection is protected. The default value is STARTTLS required.</summary>
    public ConnectionSecurity Security { get; init; } = ConnectionSecurity.StartTls;

    /// <summary>The one address family to use; null: both, whichever answers first.</summary>
    [System.Text.Json.Serialization.JsonConverter(typeof(AddressFamilyNameConverter))]
    public System.Net.Sockets.AddressFamily? AddressFamily { get; init; }

    /// <summary>Whether nothing is sent to sign in. The login is kept. The default value is true.</summary>
    public bool Anonymous { get; init; } = true;

    /// <summary>The user name; empty: not set.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The password, protected, with what it was entered for; null: none is stored.</summary>
    public StoredPassword? Password { get; init; }

    /// <summary>The one SASL mechanism to use, such as <c>PLAIN</c>; null: the strongest offered.</summary>
    public string? Mechanism { get; init; }

    /// <summary>With what is signed in where <see cref="Anonymous"/> is false. The default value is user name and password.</summary>
    public SignInKind SignIn { get; init; }

    /// <summary>By what an access token is got; null: not chosen.</summary>
    public GrantKind? Grant { get; init; }

    /// <summary>The token endpoint's URL; empty: not set.</summary>
    public string TokenEndpoint { get; init; } = "";

    /// <summary>The app at the token endpoint; empty: not set.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The scope asked for; empty: none is named.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The app's secret, protected; null: none is stored.</summary>
    public StoredPassword? ClientSecret { get; init; }

    /// <summary>The refresh token that was entered, protected; null: none is stored.</summary>
    public StoredPassword? RefreshToken { get; init; }

    /// <summary>The service account's key file, protected; null: none is stored.</summary>
    public StoredPassword? ServiceAccountKey { get; init; }

    /// <summary>The From address; empty: not set.</summary>
    public string From { get; init; } = "";

    /// <summary>The name shown with <see cref="From"/>; empty: none.</summary>
    public string SenderName { get; init; } = "";

    /// <summary>Where answers go; empty: to <see cref="From"/>.</summary>
    public string ReplyTo { get; init; } = "";

    /// <summary>Where bounces go; empty: to <see cref="From"/>.</summary>
    public string EnvelopeSender { get; init; } = "";

    /// <summary>The name said in EHLO; empty: this host's FQDN, else its address in brackets.</summary>
    public string EhloName { get; init; } = "";

    /// <summary>Put before every subject; empty: nothing.</summary>
    public string SubjectPrefix { get; init; } = "";

    /// <summary>Certificates in PEM that are trusted for this server besides the system's; empty: none.</summary>
    public string TrustedCertificates { get; init; } = "";

    /// <summary>SHA-256 of the one certificate to accept, 64 hex digits, or <c>spki-sha256:</c> and those of its public key; empty: not set.</summary>
    public string PinnedCertificate { get; init; } = "";

    /// <summary>Whom the server's certificate is believed by; null: by what is filled in, see <see cref="EffectiveTrust"/>.</summary>
    public TrustMode? Trust { get; init; }

    /// <summary>Fingerprints of certificates of the trust store that are trusted for this server, sorted, a blank between two; empty: none.</summary>
    public string ChosenCertificates { get; init; } = "";

    /// <summary>Whether issuers are asked for revoked certificates. The default value is <see cref="RevocationCheck.Soft"/>.</summary>
    public RevocationCheck Revocation { get; init; } = RevocationCheck.Soft;

    /// <summary>The fingerprint of the client certificate, 64 hex digits; empty: none is shown.</summary>
    public string ClientCertificate { get; init; } = "";

    /// <summary>Whom the certificate is believed by. A pin that is filled in decides, then certificates, where nobody said otherwise.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TrustMode EffectiveTrust => Trust
        ?? (PinnedCertificate.Length > 0 ? TrustMode.Pin
            : TrustedCertificates.Length > 0 || ChosenCertificates.Length > 0 ? TrustMode.Chosen
            : TrustMode.System);

    /// <summary>The port that is used.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int EffectivePort => Port ?? (Security == ConnectionSecurity.Tls ? 465 : 25);
}

/// <summary>Which mail server is used.</summary>
public enum MailServerChoice
{
    /// <summary>The built-in sandbox mailbox: works with nothing set.</summary>
    Default,

    /// <summary>The server of the fields.</summary>
    Custom,
}

/// <summary>A password as it is stored.</summary>
/// <param name="Protected">The protected text; only the secret protector can read it.</param>
/// <param name="EnteredFor">What it was entered for: a fingerprint of host, port, security, user name and trust. The password goes nowhere else (product row M8).</param>
public sealed record StoredPassword(string Protected, string EnteredFor)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}
