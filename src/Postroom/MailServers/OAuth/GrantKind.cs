namespace Postroom.MailServers.OAuth;

/// <summary>By what an access token is got.</summary>
public enum GrantKind
{
    /// <summary><c>client-credentials</c>: the app itself, with its secret (RFC 6749 §4.4). Microsoft 365 for an organisation.</summary>
    ClientCredentials,

    /// <summary><c>refresh-token</c>: a user who once agreed (RFC 6749 §6). Google and Microsoft.</summary>
    RefreshToken,

    /// <summary><c>service-account</c>: a signed assertion for a user of the organisation (RFC 7523 §2.1). Google Workspace.</summary>
    ServiceAccount,
}
