using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>
/// A value that both ends of a TLS channel know, and a listener in the middle with another certificate does not. Of the
/// types only <c>tls-server-end-point</c> can be had here (RFC 5929 §4): see docs/adr on why not the others.
/// </summary>
/// <param name="Type">The registered name of its type.</param>
/// <param name="Value">The bytes.</param>
sealed record ChannelBinding(string Type, byte[] Value)
{
    public const string ServerEndPoint = "tls-server-end-point";

    /// <summary>The binding to a server's certificate; null: its signature algorithm has no one hash, and RFC 5929 §4.1 then defines none.</summary>
    public static ChannelBinding? Of(X509Certificate? certificate)
    {
        if (certificate is null) return null;
        var bytes = certificate.GetRawCertData();
        using var parsed = X509CertificateLoader.LoadCertificate(bytes);
        return HashOf(parsed.SignatureAlgorithm.Value) is { } hash
            ? new ChannelBinding(ServerEndPoint, CryptographicOperations.HashData(hash, bytes))
            : null;
    }

    // RFC 5929 §4.1: the hash of the certificate's own signature, MD5 and SHA-1 replaced by SHA-256.
    static HashAlgorithmName? HashOf(string? signature) => signature switch
    {
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
