using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Postroom.People.SingleSignOn;

/// <summary>What reading an ID token came to.</summary>
abstract record IdTokenReading
{
    private protected IdTokenReading() { }

    /// <summary>It is signed by the provider, for us, now, and for this browser.</summary>
    /// <param name="Claims">What it says.</param>
    public sealed record Valid(JsonElement Claims) : IdTokenReading;

    /// <summary>It cannot be used.</summary>
    /// <param name="Reason">Why, in words for an administrator.</param>
    /// <param name="IsSignature">Whether none of the keys we have made its signature: there may be new ones.</param>
    public sealed record Refused(string Reason, bool IsSignature = false) : IdTokenReading;
}

/// <summary>Checks ID tokens (OpenID Connect Core 1.0 §3.1.3.7): signature, issuer, audience, times, nonce, subject.</summary>
static class IdToken
{
    const int Longest = 32 * 1024;
    const int LongestSubject = 255; // §2

    // Clocks differ.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    // Pairs of keys alone: "none" is no signature, and the key of an HMAC may be known to others (RFC 8725 §3.1, §3.2).
    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = Longest, MapInboundClaims = false };

    /// <summary>Reads a token. Never throws for what is in it.</summary>
    public static async Task<IdTokenReading> ReadAsync(
        string? token, ProviderDocument provider, string clientId, string nonce, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(token) || token.Length > Longest || token.Split('.').Length != 3) return Unreadable();
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = provider.Keys,
            ValidAlgorithms = Algorithms,
            ValidIssuer = provider.Issuer,
            ValidAudience = clientId,
            // The library's own takes no clock.
            LifetimeValidator = (_, expires, _, _) => expires > (now - Skew).UtcDateTime,
        });
        if (!result.IsValid) return RefusalOf(result.Exception);
        return Payload(token) is { } claims ? ReadClaims(claims, clientId, nonce, now) : Unreadable();
    }

    public static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A truth, which some providers write as a text.</summary>
    public static bool IsTrue(JsonElement claims, string name) => Text(claims, name) == "true"
        || (claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True);

    // What the library leaves to the protocol.
    static IdTokenReading ReadClaims(JsonElement claims, string clientId, string nonce, DateTimeOffset now)
    {
        if (!IsForUs(claims, clientId)) return new IdTokenReading.Refused("the ID token is for another client");
        if (Number(claims, "iat") is { } issued && issued > (now + Skew).ToUnixTimeSeconds())
            return new IdTokenReading.Refused("the ID token is from the future: check the clocks");
        if (Text(claims, "nonce") != nonce) return new IdTokenReading.Refused("the ID token is for another sign-on");
        return Text(claims, "sub") is { Length: > 0 and <= LongestSubject }
            ? new IdTokenReading.Valid(claims)
            : new IdTokenReading.Refused("the ID token names nobody");
    }

    static IdTokenReading.Refused RefusalOf(Exception? fault) => fault switch
    {
        SecurityTokenInvalidSignatureException =>
            new IdTokenReading.Refused("none of the provider's keys signed the ID token", IsSignature: true),
        SecurityTokenInvalidIssuerException => new IdTokenReading.Refused("the ID token is of another issuer"),
        SecurityTokenInvalidAudienceException => new IdTokenReading.Refused("the ID token is for another client"),
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException =>
            new IdTokenReading.Refused("the ID token has expired: check the clocks"),
        _ => Unreadable(),
    };

    static IdTokenReading.Refused Unreadable() => new("the ID token cannot be read");

    static double? Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number
            : null;

    // The authorized party, where it is named, must be us; with several audiences it must be named (points 4 and 5).
    static bool IsForUs(JsonElement claims, string clientId)
    {
        var isShared = claims.TryGetProperty("aud", out var audience)
            && audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() > 1;
        return Text(claims, "azp") is { } party ? party == clientId : !isShared;
    }

    static JsonElement? Payload(string token)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
    }
}
