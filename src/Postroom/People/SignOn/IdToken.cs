using System.Buffers.Text;
using System.Text.Json;

namespace Postroom.People.SignOn;

/// <summary>
/// Checks an ID token that came straight from the token endpoint. The TLS of that connection vouches for the issuer in place
/// of the signature (OpenID Connect Core 1.0 §3.1.3.7 point 6), so no keys are fetched.
/// </summary>
static class IdToken
{
    const int Longest = 32 * 1024;
    const int LongestSubject = 255; // §2

    // Clocks differ.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>The claims of a token that is for us, now, and for this browser; null, with the reason: it is not.</summary>
    public static JsonElement? Read(string? token, string issuer, string clientId, string nonce, DateTimeOffset now, out string reason)
    {
        reason = "";
        if (Payload(token) is not { } claims) reason = "the ID token cannot be read";
        else if (Text(claims, "iss") != issuer) reason = "the ID token is of another issuer";
        else if (!IsFor(claims, clientId)) reason = "the ID token is for another client";
        else if (Number(claims, "exp") is not { } expires || expires <= (now - Skew).ToUnixTimeSeconds()) reason = "the ID token has expired: check the clocks";
        else if (Number(claims, "iat") is { } issued && issued > (now + Skew).ToUnixTimeSeconds()) reason = "the ID token is from the future: check the clocks";
        else if (Text(claims, "nonce") != nonce) reason = "the ID token is for another sign-on";
        else if (Text(claims, "sub") is not { Length: > 0 and <= LongestSubject }) reason = "the ID token names nobody";
        else return claims;
        return null;
    }

    public static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A truth, which some providers write as a text.</summary>
    public static bool IsTrue(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() == "true"));

    static double? Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    // Of several audiences one must be us, and the authorized party, where it is named, too (points 3 to 5).
    static bool IsFor(JsonElement claims, string clientId)
    {
        if (!claims.TryGetProperty("aud", out var audience)) return false;
        var isNamed = audience.ValueKind switch
        {
            JsonValueKind.String => audience.GetString() == clientId,
            JsonValueKind.Array => audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == clientId),
            _ => false,
        };
        var isShared = audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() > 1;
        return isNamed && (Text(claims, "azp") is { } party ? party == clientId : !isShared);
    }

    static JsonElement? Payload(string? token)
    {
        if (token is null || token.Length > Longest || token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload)) return null;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
