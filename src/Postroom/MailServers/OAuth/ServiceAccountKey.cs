using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postroom.MailServers.OAuth;

/// <summary>A service account's key file, as Google's console gives it.</summary>
public sealed class ServiceAccountKey
{
    /// <summary>The longest file, in characters; theirs have about 2,400.</summary>
    public const int MaximumLength = 16 * 1024;

    const int MinKeyBits = 2_048;

    readonly string _privateKey;
    readonly string? _keyId;

    ServiceAccountKey(string account, string privateKey, string? keyId) => (Account, _privateKey, _keyId) = (account, privateKey, keyId);

    /// <summary>The account's own address.</summary>
    public string Account { get; }

    /// <summary>Reads a key file; null: it is none, or its key is no RSA key of 2,048 bits or more.</summary>
    public static ServiceAccountKey? Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaximumLength) return null;
        try
        {
            if (JsonNode.Parse(json) is not JsonObject file) return null;
            if (Text(file, "client_email") is not { Length: > 0 } account || Text(file, "private_key") is not { } key) return null;
            using var rsa = RSA.Create();
            rsa.ImportFromPem(key);
            return rsa.KeySize >= MinKeyBits && rsa.ExportParameters(includePrivateParameters: true).D is not null
                ? new ServiceAccountKey(account, key, Text(file, "private_key_id"))
                : null;
        }
        catch (Exception fault) when (fault is JsonException or CryptographicException or ArgumentException) { return null; }
    }

    /// <summary>An assertion that lets the account act for a user (RFC 7523 §3), signed with RS256 and good for an hour.</summary>
    /// <param name="order">For whom, for what and for which endpoint.</param>
    /// <param name="now">The present.</param>
    public string Assert(TokenOrder order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" };
        if (_keyId is not null) header["kid"] = _keyId;
        var claims = new JsonObject
        {
            ["iss"] = Account,
            ["sub"] = order.User,
            ["scope"] = order.Scope,
            ["aud"] = order.Endpoint.AbsoluteUri,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + 3_600,
        };
        var signed = string.Create(CultureInfo.InvariantCulture, $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}");
        using var rsa = RSA.Create();
        rsa.ImportFromPem(_privateKey);
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(ServiceAccountKey)} {Account} ***";

    static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    static string? Text(JsonObject file, string name) => file[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
