using System.Buffers.Text;
using System.Security.Cryptography;
using Postroom.Settings;

namespace Postroom.Forges;

/// <summary>Makes and keeps the secrets that forges sign with.</summary>
public static class ForgeSecret
{
    /// <summary>The fewest characters of a secret that people bring along.</summary>
    public const int Shortest = 12;

    /// <summary>The most characters of a secret that people bring along.</summary>
    public const int Longest = 200;

    /// <summary>The most characters of a read token.</summary>
    public const int LongestToken = 1_000;

    const string Purpose = "forge secret";
    const string TokenPurpose = "forge read token";
    const int SecretBytes = 32;

    /// <summary>
    /// A new secret of 256 random bits. It begins with <c>whsec_</c> and goes on in base64, as GitLab asks of a signing token;
    /// every other forge takes any text.
    /// </summary>
    public static string New() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>A new id of a source, of 128 random bits: whoever does not know the address finds no door.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Protects the secret of a source.</summary>
    public static string Protect(SecretProtector protector, string sourceId, string secret)
    {
        ArgumentNullException.ThrowIfNull(protector);
        return protector.Protect(Purpose, sourceId, secret);
    }

    /// <summary>Protects the read token of a source.</summary>
    public static string ProtectToken(SecretProtector protector, string sourceId, string token)
    {
        ArgumentNullException.ThrowIfNull(protector);
        return protector.Protect(TokenPurpose, sourceId, token);
    }

    /// <summary>The read token of a source; null: there is none, or it cannot be read any more.</summary>
    internal static string? ReadToken(SecretProtector protector, ForgeSource source) =>
        source.ProtectedReadToken is { } text && protector.Unprotect(TokenPurpose, source.Id, text) is SecretReading.Read read ? read.Secret : null;

    /// <summary>The secret of a source; null: it cannot be read any more and must be set again.</summary>
    internal static string? Read(SecretProtector protector, ForgeSource source) =>
        protector.Unprotect(Purpose, source.Id, source.ProtectedSecret) is SecretReading.Read read ? read.Secret : null;
}
