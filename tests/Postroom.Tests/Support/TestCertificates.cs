using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Tests.Support;

/// <summary>Certificates made for tests: an authority of our own and whatever it signs.</summary>
public static class TestCertificates
{
    const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Until = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The authority that tests trust.</summary>
    public static X509Certificate2 Root { get; } = MakeRoot("Postroom Test Root");

    /// <summary>A good certificate for localhost, mail.example.com and 127.0.0.1.</summary>
    public static X509Certificate2 Server { get; } = Make(new Wish());

    /// <summary>The trust in <see cref="Root"/>.</summary>
    public static X509Certificate2Collection Trust => [Root];

    /// <summary>What a certificate is to be; without a word a good one.</summary>
    public sealed record Wish
    {
        public string Subject { get; init; } = "CN=mail.example.com";

        public IReadOnlyList<string> Names { get; init; } = ["localhost", "mail.example.com"];

        public IReadOnlyList<IPAddress> Addresses { get; init; } = [IPAddress.Loopback];

        public DateTimeOffset NotBefore { get; init; } = From;

        public DateTimeOffset NotAfter { get; init; } = Until;

        public X509Certificate2? Issuer { get; init; } = Root;

        public int KeySize { get; init; } = 2048;

        public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

        public string Usage { get; init; } = ServerAuthentication;

        public bool IsAuthority { get; init; }

        public string? CrlUrl { get; init; }

        public string? IssuerUrl { get; init; }

        public override string ToString() => Subject;
    }

    public static X509Certificate2 MakeRoot(string name) =>
        Make(new Wish { Subject = $"CN={name}", Issuer = null, IsAuthority = true, Names = [], Addresses = [] });

    public static X509Certificate2 Make(Wish wish)
    {
        using var key = RSA.Create(wish.KeySize);
        var request = new CertificateRequest(wish.Subject, key, wish.Hash, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(wish.IsAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (!wish.IsAuthority)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(wish.Usage)], false));

        if (wish.CrlUrl is { } crl) request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([crl]));
        if (wish.IssuerUrl is { } issuer) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuer]));
        if (wish.Names.Count + wish.Addresses.Count > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var name in wish.Names) names.AddDnsName(name);
            foreach (var address in wish.Addresses) names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        if (wish.Issuer is null)
        {
            using var own = request.CreateSelfSigned(wish.NotBefore, wish.NotAfter);
            return Usable(own);
        }

        using var issuerKey = wish.Issuer.GetRSAPrivateKey()!;
        var generator = wish.Hash == HashAlgorithmName.SHA1
            ? new Sha1Generator(issuerKey)
            : X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1);
        using var signed = request.Create(
            wish.Issuer.SubjectName, generator, wish.NotBefore, wish.NotAfter, RandomNumberGenerator.GetBytes(12));
        using var whole = signed.CopyWithPrivateKey(key);
        return Usable(whole);
    }

    static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    // .NET signs no certificate with SHA-1 any more, and we must show that we trust none.
    sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05, 0x05, 0x00];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
