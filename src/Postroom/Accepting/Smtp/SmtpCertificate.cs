using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.Settings;

namespace Postroom.Accepting.Smtp;

/// <summary>
/// The certificate of the SMTP door: from the files of the settings, read again when they change, or made at the first
/// start
/// and kept in the data folder.
/// </summary>
public sealed class SmtpCertificate : IDisposable
{
    static readonly TimeSpan Life = TimeSpan.FromDays(3_650);
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    readonly string _certificateFile;
    readonly string? _keyFile;
    readonly TimeProvider _time;
    readonly Lock _gate = new();
    X509Certificate2 _current;
    SslServerAuthenticationOptions _options;
    DateTime _writtenAt;
    long _lookedAt;

    SmtpCertificate(string certificateFile, string? keyFile, TimeProvider time)
    {
        (_certificateFile, _keyFile, _time) = (certificateFile, keyFile, time);
        _writtenAt = File.GetLastWriteTimeUtc(certificateFile);
        _current = Read();
        _options = OptionsOf(_current);
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>SHA-256 of the certificate, as lower-case hexadecimal digits.</summary>
    public string Sha256 => _current.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>
    /// Opens the certificate of the settings, or the own one of the data folder, which is made when there is none.
    /// </summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file is no certificate, or has no key.</exception>
    public static SmtpCertificate Open(SmtpTlsOptions options, string dataFolder, string hostName, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.CertificateFile is { Length: > 0 } given) return new SmtpCertificate(given, options.KeyFile, time);
        var own = Path.Combine(dataFolder, "smtp-certificate.pem");
        if (!File.Exists(own)) Make(own, hostName, time.GetUtcNow());
        return new SmtpCertificate(own, null, time);
    }

    /// <summary>What a handshake needs, with the certificate of this moment.</summary>
    public SslServerAuthenticationOptions ForHandshake()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_lookedAt) >= LookEvery) Renew();
            return _options;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    // A file that is being written now is read at the next look; until then the former certificate serves.
    void Renew()
    {
        _lookedAt = _time.GetTimestamp();
        var written = File.GetLastWriteTimeUtc(_certificateFile);
        if (written == _writtenAt) return;
        try
        {
            _current = Read();
            _options = OptionsOf(_current);
            _writtenAt = written;
        }
        catch (Exception fault) when (fault is IOException or CryptographicException or UnauthorizedAccessException)
        {
            return;
        }
    }

    X509Certificate2 Read()
    {
        using var read = X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile ?? _certificateFile);
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    static SslServerAuthenticationOptions OptionsOf(X509Certificate2 certificate) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
    };

    static void Make(string path, string hostName, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hostName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        if (hostName != "localhost") names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddIpAddress(System.Net.IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + Life);
        using var file = PrivateFiles.OpenOrCreate(path, FileShare.None);
        using var writer = new StreamWriter(file);
        writer.WriteLine(made.ExportCertificatePem());
        writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
    }
}
