using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Postroom.People.SingleSignOn;

/// <summary>What a provider says about itself (OpenID Connect Discovery 1.0 §3), as far as it is needed.</summary>
/// <param name="Issuer">Its identifier, which its tokens name.</param>
/// <param name="Authorization">Where browsers are sent.</param>
/// <param name="Token">Where codes are exchanged.</param>
/// <param name="KeySet">Where its keys are.</param>
/// <param name="UserInfo">Where it tells who somebody is; null: only the ID token does.</param>
/// <param name="TakesBasic">Whether the client secret goes into the Authorization header; else into the form.</param>
/// <param name="Keys">The keys it signs with.</param>
public sealed record ProviderDocument(
    string Issuer, Uri Authorization, Uri Token, Uri KeySet, Uri? UserInfo, bool TakesBasic,
    IReadOnlyList<SecurityKey> Keys)
{
    /// <summary>An address that tokens may travel to: HTTPS, or HTTP on the loopback, without user name or fragment; null: it is none.</summary>
    public static Uri? Address(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)) return null;
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0) return null;
        var isLoopback = address.Host == "localhost"
            || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
        return address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && isLoopback) ? address : null;
    }

    /// <summary>Reads a document that was found below an issuer's address; its keys are still to be fetched.</summary>
    internal static ProviderAnswer<ProviderDocument> Read(JsonElement json, string asked)
    {
        if (Parse(json.GetRawText(), OpenIdConnectConfiguration.Create) is not { } document)
            return Failed("its document cannot be read");
        // A slash at the end is easily typed too many or too few; all else must be the same (§4.3).
        if (document.Issuer is not { } issuer || issuer.TrimEnd('/') != asked.TrimEnd('/'))
            return Failed("its document names another issuer: write the address as the provider's documentation has it");
        if (Address(document.AuthorizationEndpoint) is not { } authorization
            || Address(document.TokenEndpoint) is not { } token || Address(document.JwksUri) is not { } keys)
        {
            return Failed("its document names no HTTPS address for authorization_endpoint, token_endpoint or jwks_uri");
        }

        var userInfo = string.IsNullOrEmpty(document.UserInfoEndpoint) ? null : document.UserInfoEndpoint;
        if (userInfo is not null && Address(userInfo) is null)
            return Failed("its document names no HTTPS address for userinfo_endpoint");
        var methods = document.TokenEndpointAuthMethodsSupported;
        // Without a list it is client_secret_basic (§3).
        var takesBasic = methods.Contains("client_secret_basic") || !methods.Contains("client_secret_post");
        return new ProviderAnswer<ProviderDocument>.Came(
            new ProviderDocument(issuer, authorization, token, keys, Address(userInfo), takesBasic, []));
    }

    /// <summary>The document with the keys of its key set (RFC 7517 §5).</summary>
    internal ProviderAnswer<ProviderDocument> WithKeys(JsonElement json)
    {
        if (Parse(json.GetRawText(), text => new JsonWebKeySet(text)) is not { } set)
            return Failed("its keys cannot be read");
        return set.GetSigningKeys() is { Count: > 0 } keys
            ? new ProviderAnswer<ProviderDocument>.Came(this with { Keys = [.. keys] })
            : Failed("it shows no keys to check signatures with");
    }

    static ProviderAnswer<ProviderDocument>.Failed Failed(string reason) => new(reason);

    // The library throws for what a provider wrote wrongly.
    static T? Parse<T>(string json, Func<string, T> parse) where T : class
    {
        try
        {
            return parse(json);
        }
        catch (Exception fault) when (fault is ArgumentException or JsonException or FormatException)
        {
            return null;
        }
    }
}
