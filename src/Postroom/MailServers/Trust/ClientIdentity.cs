using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers.Trust;

/// <summary>A client certificate with its key in memory.</summary>
public sealed class ClientIdentity
{
    ClientIdentity(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, string keyPem)
    {
        (Certificate, Chain, KeyPem) = (certificate, chain, keyPem);
        Sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
    }

    /// <summary>SHA-256 of the certificate, 64 lower-case hex digits.</summary>
    public string Sha256 { get; }

    /// <summary>What people compare.</summary>
    public CertificateSummary Summary => CertificateSummary.Read(Certificate.RawData);

    /// <summary>The certificate, without its key.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>The certificates between it and its root.</summary>
    internal IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>The key, PKCS#8 in PEM. A secret.</summary>
    internal string KeyPem { get; }

    /// <summary>What the TLS handshake shows. Its key lives as long as it is used.</summary>
    internal SslStreamCertificateContext Context()
    {
        var whole = X509Certificate2.CreateFromPem(Certificate.ExportCertificatePem(), KeyPem);
        return SslStreamCertificateContext.Create(whole, [.. Chain], offline: true);
    }

    /// <summary>Puts certificate and key together; null: the key is another's, or of a kind that TLS cannot use.</summary>
    internal static ClientIdentity? Of(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, AsymmetricAlgorithm key) =>
        key is RSA or ECDsa && key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo())
            ? new ClientIdentity(certificate, chain, key.ExportPkcs8PrivateKeyPem())
            : null;

    /// <summary>Of what is stored, the key readable again.</summary>
    internal static ClientIdentity Of(StoredCertificate stored, string keyPem)
    {
        var chain = new X509Certificate2Collection();
        if (stored.Chain.Length > 0) chain.ImportFromPem(stored.Chain);
        return new ClientIdentity(X509CertificateLoader.LoadCertificate(stored.Der.Span), [.. chain], keyPem);
    }

    /// <inheritdoc/>
    public override string ToString() => $"sha256:{Sha256}"; // never the key
}
