using System.Net;
using System.Text.Json;

namespace Postroom.People.SignOn;

/// <summary>What a provider says about itself (OpenID Connect Discovery 1.0 §3), as far as it is needed.</summary>
/// <param name="Issuer">Its identifier, which its tokens name.</param>
/// <param name="Authorization">Where browsers are sent.</param>
/// <param name="Token">Where codes are exchanged.</param>
/// <param name="UserInfo">Where it tells who somebody is; null: only the ID token does.</param>
/// <param name="TakesBasic">Whether the client secret goes into the Authorization header; else into the form.</param>
public sealed record ProviderDocument(string Issuer, Uri Authorization, Uri Token, Uri? UserInfo, bool TakesBasic)
{
    /// <summary>An address that tokens may travel to: HTTPS, or HTTP on the loopback, without user name or fragment; null: it is none.</summary>
    public static Uri? Address(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0) return null;
        var isLoopback = address.Host == "localhost" || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
        return address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && isLoopback) ? address : null;
    }

    /// <summary>Reads a document that was found below an issuer's address.</summary>
    internal static ProviderAnswer<ProviderDocument> Read(JsonElement json, string asked)
    {
        var issuer = Text(json, "issuer");
        // A slash at the end is easily typed too many or too few; all else must be the same (§4.3).
        if (issuer is null || issuer.TrimEnd('/') != asked.TrimEnd('/')) return Failed("its document names another issuer: write the address as the provider's documentation has it");
        if (Address(Text(json, "authorization_endpoint")) is not { } authorization || Address(Text(json, "token_endpoint")) is not { } token)
            return Failed("its document names no HTTPS address for authorization_endpoint or token_endpoint");
        var userInfo = Text(json, "userinfo_endpoint");
        if (userInfo is not null && Address(userInfo) is null) return Failed("its document names no HTTPS address for userinfo_endpoint");
        return new ProviderAnswer<ProviderDocument>.Came(new ProviderDocument(issuer, authorization, token, Address(userInfo), TakesBasicAuthentication(json)));
    }

    static ProviderAnswer<ProviderDocument>.Failed Failed(string reason) => new(reason);

    static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Without a list it is client_secret_basic (§3).
    static bool TakesBasicAuthentication(JsonElement json)
    {
        if (!json.TryGetProperty("token_endpoint_auth_methods_supported", out var methods) || methods.ValueKind != JsonValueKind.Array) return true;
        var names = methods.EnumerateArray().Where(method => method.ValueKind == JsonValueKind.String).Select(method => method.GetString()).ToList();
        return names.Contains("client_secret_basic") || !names.Contains("client_secret_post");
    }
}
