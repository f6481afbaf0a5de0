using System.Text.Json.Serialization;
using Postroom.Mail.Addresses;

namespace Postroom.People.SingleSignOn;

/// <summary>Sign-on by one provider of OpenID Connect, beside the local one.</summary>
public sealed record SingleSignOnSettings
{
    /// <summary>The id of the only provider there once could be.</summary>
    public const string FirstId = "1";

    /// <summary>Names the provider here: a number that is part of the redirect URI.</summary>
    public string Id { get; init; } = FirstId;

    /// <summary>Whether the sign-in page offers it. The default value is <see langword="false"/>.</summary>
    public bool IsOn { get; init; }

    /// <summary>
    /// The provider's issuer identifier as its discovery document writes it (OpenID Connect Discovery 1.0 §3); empty: not
    /// saved yet.
    /// </summary>
    public string Issuer { get; init; } = "";

    /// <summary>The client id the provider gave.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The protected client secret; null: a public client, which PKCE alone protects.</summary>
    public string? ProtectedSecret { get; init; }

    /// <summary>The scopes asked for, with spaces between. The default value is <c>openid profile email</c>.</summary>
    public string Scopes { get; init; } = "openid profile email";

    /// <summary>The domains of addresses that may come in, in A-labels (RFC 5891), no subdomains; empty: any.</summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>Whether somebody unknown becomes a user. The default value is <see langword="false"/>.</summary>
    public bool MakesUsers { get; init; }

    /// <summary>The role of users made that way, at most operator. The default value is <see cref="UserRole.Member"/>.</summary>
    public UserRole Role { get; init; }

    /// <summary>Whether users with a second factor here are asked for its code all the same. The default value is <see langword="true"/>.</summary>
    public bool AsksForCode { get; init; } = true;

    /// <summary>The words on the button; empty: the host of the issuer.</summary>
    public string ButtonText { get; init; } = "";

    /// <summary>What a reader knows the provider by.</summary>
    [JsonIgnore]
    public string Name => ButtonText.Length > 0 ? ButtonText : Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) ? issuer.Host : "";

    /// <summary>What the secret is bound to: one kept for this provider and client is never sent to another.</summary>
    [JsonIgnore]
    public string SecretIsFor => $"{Issuer} {ClientId}";

    /// <summary>
    /// The page the provider sends browsers back to, below the site URL. Each has its own, so that no provider can pass off
    /// the answer of another as its own (RFC 9700 §4.4.2).
    /// </summary>
    [JsonIgnore]
    public string CallbackPath =>
        Id == FirstId ? SingleSignOnFlow.CallbackPath : $"{SingleSignOnFlow.CallbackPath}/{Id}";

    /// <summary>Whether an address may come in.</summary>
    public bool Allows(EmailAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return AllowedDomains.Count == 0 || AllowedDomains.Contains(address.Domain.Ascii, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The issuer alone: nothing of the secret.</summary>
    public override string ToString() => $"{nameof(SingleSignOnSettings)} {Issuer}";
}
