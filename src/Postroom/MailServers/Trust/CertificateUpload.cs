using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Smtp.Client;
using Postroom.Settings;

namespace Postroom.MailServers.Trust;

/// <summary>Reads what somebody uploads, and says why it cannot be what it is wanted for.</summary>
public static class CertificateUpload
{
    /// <summary>The name of the input with the certificate.</summary>
    public const string FileField = "File";

    /// <summary>The name of the input with the key of a client certificate, where that is a file of its own.</summary>
    public const string KeyField = "Key";

    /// <summary>Reads certificates to trust.</summary>
    /// <param name="file">PEM, DER, PKCS#7 or PKCS#12.</param>
    /// <param name="passphrase">The passphrase of a PKCS#12 file; empty: none.</param>
    /// <param name="now">The present moment: what has expired is refused.</param>
    public static CertificateReading ReadTrusted(ReadOnlyMemory<byte> file, string passphrase, DateTimeOffset now)
    {
        var content = new UploadContent(FileField);
        if (content.Read(file, passphrase) is { } problem) return new CertificateReading.Refused(problem);
        if (content.Keys.Count > 0) return Refused(FileField, "Problem.Upload.KeyNotWanted");
        if (content.Certificates.Count == 0) return Refused(FileField, "Problem.Upload.NoCertificate");
        var expired = content.Certificates.Select(certificate => Expired(certificate, now)).FirstOrDefault(refused => refused is not null);
        return expired is not null ? expired : new CertificateReading.Trusted(content.Certificates);
    }

    /// <summary>Reads a client certificate and its key.</summary>
    /// <param name="file">PKCS#12, or PEM, or DER of the certificate alone.</param>
    /// <param name="keyFile">The key, PEM or PKCS#8; empty: it is in <paramref name="file"/>.</param>
    /// <param name="passphrase">The passphrase of the key; empty: none.</param>
    /// <param name="now">The present moment: what has expired is refused.</param>
    public static CertificateReading ReadClient(ReadOnlyMemory<byte> file, ReadOnlyMemory<byte> keyFile, string passphrase, DateTimeOffset now)
    {
        var content = new UploadContent(FileField);
        if (content.Read(file, passphrase) is { } problem) return new CertificateReading.Refused(problem);
        var keys = content.Keys;
        if (!keyFile.IsEmpty)
        {
            var second = new UploadContent(KeyField);
            if (second.Read(keyFile, passphrase) is { } keyProblem) return new CertificateReading.Refused(keyProblem);
            if (second.Keys.Count == 0) return Refused(KeyField, "Problem.Upload.NoKey");
            keys.AddRange(second.Keys);
        }

        return Match(content.Certificates, keys, keyFile.IsEmpty ? FileField : KeyField, now);
    }

    static CertificateReading Match(List<X509Certificate2> certificates, List<AsymmetricAlgorithm> keys, string keyField, DateTimeOffset now)
    {
        if (certificates.Count == 0) return Refused(FileField, "Problem.Upload.KeyWithoutCertificate");
        if (certificates.Find(certificate => !IsAuthority(certificate)) is not { } leaf) return Refused(FileField, "Problem.Upload.AuthorityAsClient", certificates[0].Subject);
        if (keys.Count == 0) return Refused(KeyField, "Problem.Upload.KeyMissing");
        if (Expired(leaf, now) is { } expired) return expired;
        var chain = certificates.Where(certificate => certificate != leaf && IsAuthority(certificate)).ToList();
        foreach (var key in keys)
            if (ClientIdentity.Of(leaf, chain, key) is { } identity) return new CertificateReading.Client(identity);
        return Refused(keyField, "Problem.Upload.KeyOfAnother", leaf.Subject);
    }

    /// <summary>Whether a certificate may issue others (RFC 5280 §4.2.1.9); a self-signed one without the extension is as old as it is trusted.</summary>
    internal static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is { CertificateAuthority: true };

    static CertificateReading.Refused? Expired(X509Certificate2 certificate, DateTimeOffset now)
    {
        var summary = CertificateSummary.Read(certificate.RawData);
        return summary.NotAfter >= now
            ? null
            : Refused(FileField, "Problem.Upload.Expired", summary.Subject, summary.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    static CertificateReading.Refused Refused(string field, string key, params IReadOnlyList<object> args) => new(new SettingsProblem(field, key, args));
}
