using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Postroom.Settings;

namespace Postroom.MailServers.Trust;

/// <summary>
/// Takes an uploaded file apart: PEM, DER, PKCS#7 and PKCS#12. The bytes are a stranger's: they are bounded before they
/// are parsed, and so is the work that a passphrase can cost.
/// </summary>
sealed class UploadContent(string field)
{
    /// <summary>The largest file, in bytes: a bundle of fifty certificates with its keys fits twice.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>The most certificates of one file.</summary>
    public const int MaximumCertificates = 50;

    static readonly Pkcs12LoaderLimits Limits = new()
    {
        MacIterationLimit = DerLook.MaximumIterations,
        IndividualKdfIterationLimit = DerLook.MaximumIterations,
        TotalKdfIterationLimit = 2 * DerLook.MaximumIterations,
        MaxCertificates = MaximumCertificates,
        MaxKeys = 4,
    };

    /// <summary>The certificates in it, in order.</summary>
    public List<X509Certificate2> Certificates { get; } = [];

    /// <summary>The keys in it.</summary>
    public List<AsymmetricAlgorithm> Keys { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="passphrase">What it or its key is encrypted with; empty: nothing.</param>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public SettingsProblem? Read(ReadOnlyMemory<byte> bytes, string passphrase)
    {
        if (bytes.Length > MaximumBytes) return Problem("Problem.Upload.TooLarge", MaximumBytes / 1024);
        if (bytes.IsEmpty) return Problem("Problem.Upload.Missing");
        try
        {
            var problem = bytes.Span.IndexOf("-----BEGIN "u8) >= 0 ? ReadPem(Encoding.Latin1.GetString(bytes.Span), passphrase) : ReadBinary(bytes, passphrase);
            return problem ?? (Certificates.Count > MaximumCertificates ? Problem("Problem.Upload.TooMany", MaximumCertificates) : null);
        }
        catch (Pkcs12LoadLimitExceededException)
        {
            return Problem("Problem.Upload.TooMuchWork");
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException or ArgumentException or FormatException)
        {
            return Problem("Problem.Upload.Unreadable");
        }
    }

    SettingsProblem? ReadPem(string text, string passphrase)
    {
        var rest = text.AsSpan();
        var blocks = 0;
        while (PemEncoding.TryFind(rest, out var found))
        {
            if (++blocks > 2 * MaximumCertificates) return Problem("Problem.Upload.TooMany", MaximumCertificates);
            var block = rest[found.Location];
            var problem = ReadBlock(rest[found.Label].ToString(), block.ToString(), Convert.FromBase64String(rest[found.Base64Data].ToString()), passphrase);
            if (problem is not null) return problem;
            rest = rest[found.Location.End..];
        }

        return blocks == 0 ? Problem("Problem.Upload.Unreadable") : null;
    }

    SettingsProblem? ReadBlock(string label, string block, byte[] content, string passphrase)
    {
        switch (label)
        {
            case "CERTIFICATE" or "X509 CERTIFICATE":
                Certificates.Add(X509CertificateLoader.LoadCertificate(content));
                return null;
            case "PKCS7" or "CMS":
                ReadPkcs7(content);
                return null;
            case "ENCRYPTED PRIVATE KEY":
                return ReadEncryptedKey(content, passphrase);
            case "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY":
                return ReadKey(key => key.ImportFromPem(block));
            default:
                return label is "EC PARAMETERS" ? null : Problem("Problem.Upload.OtherBlock", label.Length > 60 ? label[..60] : label);
        }
    }

    SettingsProblem? ReadBinary(ReadOnlyMemory<byte> bytes, string passphrase)
    {
        switch (DerLook.ShapeOf(bytes))
        {
            case DerShape.Certificate:
                Certificates.Add(X509CertificateLoader.LoadCertificate(bytes.Span));
                return null;
            case DerShape.Pkcs7:
                ReadPkcs7(bytes);
                return null;
            case DerShape.Pkcs12:
                return ReadPkcs12(bytes.Span, passphrase);
            case DerShape.EncryptedKey:
                return ReadEncryptedKey(bytes, passphrase);
            case DerShape.PrivateKey:
                return ReadKey(key => key.ImportPkcs8PrivateKey(bytes.Span, out _));
            default:
                return Problem("Problem.Upload.NoCertificate");
        }
    }

    void ReadPkcs7(ReadOnlyMemory<byte> content)
    {
        foreach (var certificate in DerLook.CertificatesOf(content)) Certificates.Add(X509CertificateLoader.LoadCertificate(certificate.Span));
    }

    SettingsProblem? ReadPkcs12(ReadOnlySpan<byte> content, string passphrase)
    {
        const int InvalidPassword = unchecked((int)0x80070056); // ERROR_INVALID_PASSWORD
        try
        {
            foreach (var certificate in X509CertificateLoader.LoadPkcs12Collection(content, passphrase, X509KeyStorageFlags.Exportable, Limits))
            {
                if (certificate.HasPrivateKey && ((AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()) is { } key) Keys.Add(key);
                Certificates.Add(X509CertificateLoader.LoadCertificate(certificate.RawData));
            }

            return null;
        }
        catch (CryptographicException fault) when (fault.HResult == InvalidPassword)
        {
            return WrongPassphrase(passphrase);
        }
    }

    SettingsProblem? ReadEncryptedKey(ReadOnlyMemory<byte> content, string passphrase)
    {
        if (DerLook.AsksTooMuch(content)) return Problem("Problem.Upload.TooMuchWork");
        if (passphrase.Length == 0) return WrongPassphrase(passphrase);
        return ReadKey(key => key.ImportEncryptedPkcs8PrivateKey(passphrase, content.Span, out _)) is null ? null : WrongPassphrase(passphrase);
    }

    // Which of the two it is stands deep inside; each refuses the other's.
    SettingsProblem? ReadKey(Action<AsymmetricAlgorithm> import)
    {
        foreach (var key in new AsymmetricAlgorithm[] { RSA.Create(), ECDsa.Create() })
        {
            try
            {
                import(key);
                Keys.Add(key);
                return null;
            }
            catch (Exception fault) when (fault is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }

        return Problem("Problem.Upload.KeyUnreadable");
    }

    static SettingsProblem WrongPassphrase(string passphrase) =>
        new("Passphrase", passphrase.Length == 0 ? "Problem.Upload.PassphraseMissing" : "Problem.Upload.PassphraseWrong");

    SettingsProblem Problem(string key, params IReadOnlyList<object> args) => new(field, key, args);
}
