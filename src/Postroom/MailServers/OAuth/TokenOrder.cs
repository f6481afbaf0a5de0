using System.Security.Cryptography;
using System.Text;

namespace Postroom.MailServers.OAuth;

/// <summary>All that asking for an access token needs. Its text never contains a secret.</summary>
/// <param name="Grant">By what it is got.</param>
/// <param name="Endpoint">The token endpoint (RFC 6749 §3.2): HTTPS, or HTTP on loopback.</param>
/// <param name="User">The mailbox to send from.</param>
public sealed record TokenOrder(GrantKind Grant, Uri Endpoint, string User)
{
    /// <summary>The app; empty for a service account.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>What is asked for; empty: what the endpoint gives by itself.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The app's secret; null: it has none.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The refresh token that was entered; null for other grants.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The service account; null for other grants.</summary>
    public ServiceAccountKey? ServiceAccount { get; init; }

    /// <summary>A name for the refresh token that was entered, that does not tell it: 64 hex digits.</summary>
    public string RefreshTokenName => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Endpoint}\n{ClientId}\n{RefreshToken}")));

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(TokenOrder)} {OAuthNames.Of(Grant)} {Endpoint} ***";
}
