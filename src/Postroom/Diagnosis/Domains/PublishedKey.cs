using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Postroom.Mail.Dmarc;

namespace Postroom.Diagnosis.Domains;

/// <summary>A DKIM key record (RFC 6376 §3.6.1).</summary>
/// <param name="Algorithm">The key's type (k=); <c>rsa</c> where it does not say.</param>
/// <param name="Key">The key (p=), decoded; empty: it was revoked.</param>
/// <param name="IsTesting">Whether the domain is trying DKIM out (t=y).</param>
sealed record PublishedKey(string Algorithm, ReadOnlyMemory<byte> Key, bool IsTesting)
{
    /// <summary>Reads a record. False when it is none. Never throws.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PublishedKey? key)
    {
        key = null;
        if (!TagList.TryParse(text, out var tags) || tags["p"] is not { } encoded) return false;
        if (tags["v"] is { } version && (version != "DKIM1" || tags.FirstName != "v")) return false;

        // White space is allowed anywhere in it.
        var packed = string.Concat(encoded.Where(sign => !char.IsWhiteSpace(sign)));
        if (!Base64.IsValid(packed)) return false;
        var flags = (tags["t"] ?? "").Split(':', StringSplitOptions.TrimEntries);
        key = new PublishedKey(tags["k"] ?? "rsa", Convert.FromBase64String(packed), flags.Contains("y"));
        return true;
    }

    /// <summary>Whether this is the public half of our key. An RSA key may be published bare or as SubjectPublicKeyInfo.</summary>
    public bool Matches(DkimIdentity ours)
    {
        if (!Algorithm.Equals(ours.Algorithm, StringComparison.OrdinalIgnoreCase)) return false;
        if (Key.Span.SequenceEqual(ours.PublicKey.Span)) return true;
        return Algorithm.Equals("rsa", StringComparison.OrdinalIgnoreCase)
            && Modulus(Key.Span) is { } published && Modulus(ours.PublicKey.Span) is { } own && published.AsSpan().SequenceEqual(own);
    }

    static byte[]? Modulus(ReadOnlySpan<byte> key)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(key, out _);
        }
        catch (CryptographicException)
        {
            try
            {
                rsa.ImportRSAPublicKey(key, out _);
            }
            catch (CryptographicException)
            {
                return null;
            }
        }

        return rsa.ExportParameters(includePrivateParameters: false).Modulus;
    }
}
