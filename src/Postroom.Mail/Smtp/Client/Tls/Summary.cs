using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>Reads out of a certificate what people compare.</summary>
static class Summary
{
    static readonly Dictionary<string, string> WeakSignatures = new()
    {
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.3.14.3.2.29"] = "SHA-1",
        ["1.2.840.10040.4.3"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
    };

    public static CertificateSummary Of(X509Certificate2 certificate) => new(
        certificate.Subject,
        certificate.Issuer,
        NamesOf(certificate),
        new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant())
    {
        PublicKeySha256 = PublicKeySha256Of(certificate),
        Der = certificate.RawData,
    };

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits.</summary>
    public static string PublicKeySha256Of(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>The summary of a certificate in DER.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public static CertificateSummary OfDer(ReadOnlySpan<byte> der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return Of(certificate);
    }

    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.AddRange(extension.EnumerateDnsNames());
            names.AddRange(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        return names;
    }

    /// <summary>The broken hash a certificate is signed with; null when it is none of them.</summary>
    public static string? WeakHashOf(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value is { } id ? WeakSignatures.GetValueOrDefault(id) : null;
}
