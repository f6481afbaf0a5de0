using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Postroom.Forges;

/// <summary>What a signature is worth.</summary>
enum SignatureState
{
    /// <summary>There is none, or only one too weak to count.</summary>
    Missing = 0,

    /// <summary>It is of another secret or another body.</summary>
    Wrong = 1,

    /// <summary>Its time is more than five minutes away from ours.</summary>
    Stale = 2,

    /// <summary>It holds.</summary>
    Good = 3,
}

/// <summary>
/// Checks that the body is as a holder of the secret sent it. The strongest proof that is there must hold: there is no way
/// back to a weaker one, and SHA-1 is never one, as every forge that sends it sends SHA-256 beside it.
/// </summary>
static class ForgeSignature
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static SignatureState Check(ForgeKind kind, IHeaderDictionary headers, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        switch (kind)
        {
            case ForgeKind.BitbucketServer or ForgeKind.BitbucketCloud:
                return Prefixed(headers, "X-Hub-Signature", body, secret);
            case ForgeKind.GitHub:
                return Prefixed(headers, "X-Hub-Signature-256", body, secret);
            case ForgeKind.GitLab when One(headers, "webhook-signature") is { } signatures:
                return Standard(headers, signatures, body, secret, now);
            case ForgeKind.GitLab:
                return One(headers, "X-Gitlab-Token") is { } token ? Of(SameText(token, secret)) : SignatureState.Missing;
            case ForgeKind.Gitea:
                var hex = One(headers, "X-Forgejo-Signature") ?? One(headers, "X-Gitea-Signature") ?? One(headers, "X-Gogs-Signature");
                return hex is null ? Prefixed(headers, "X-Hub-Signature-256", body, secret) : Of(SameHex(hex, body, secret));
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    static SignatureState Prefixed(IHeaderDictionary headers, string name, ReadOnlySpan<byte> body, string secret)
    {
        const string prefix = "sha256=";
        var value = One(headers, name);
        if (value is null || value.StartsWith("sha1=", StringComparison.OrdinalIgnoreCase)) return SignatureState.Missing;
        return Of(value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && SameHex(value[prefix.Length..], body, secret));
    }

    // Standard Webhooks: HMAC-SHA256 of "id.timestamp.body", base64, a list parted by blanks while a secret is changed.
    static SignatureState Standard(IHeaderDictionary headers, string signatures, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (One(headers, "webhook-id") is not { } id || One(headers, "webhook-timestamp") is not { } timestamp) return SignatureState.Wrong;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return SignatureState.Wrong;

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, StandardKey(secret));
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        var expected = hash.GetHashAndReset();
        var holds = false;
        foreach (var signature in signatures.Split(' ', 20, StringSplitOptions.RemoveEmptyEntries))
            holds |= signature.StartsWith("v1,", StringComparison.Ordinal) && SameBase64(signature[3..], expected);
        if (!holds) return SignatureState.Wrong;

        return Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)Window.TotalSeconds ? SignatureState.Good : SignatureState.Stale;
    }

    static byte[] StandardKey(string secret)
    {
        const string prefix = "whsec_";
        if (!secret.StartsWith(prefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[prefix.Length..], key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }

    static bool SameHex(string hex, ReadOnlySpan<byte> body, string secret)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, expected);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return hex.Length == 2 * given.Length
            && Convert.FromHexString(hex, given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    static bool SameBase64(string text, byte[] expected)
    {
        Span<byte> given = stackalloc byte[64];
        return text.Length <= 64 && Convert.TryFromBase64String(text, given, out var length)
            && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }

    // Hashed first, so that not even the length shows in the time.
    static bool SameText(string given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    static SignatureState Of(bool holds) => holds ? SignatureState.Good : SignatureState.Wrong;

    // A header that stands twice proves nothing: which of the two is meant?
    static string? One(IHeaderDictionary headers, string name) => headers[name] switch
    {
        { Count: 0 } => null,
        [{ Length: > 0 } value] => value,
        { Count: 1 } => null,
        _ => "",
    };
}
