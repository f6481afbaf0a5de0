using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Postroom.Mail.Dkim;

/// <summary>Finds the private key in a text (RFC 7468).</summary>
static class PrivateKeyText
{
    const string Rsa = "1.2.840.113549.1.1.1";
    const string Ed25519 = "1.3.101.112"; // RFC 8410 §3

    public static DkimKeyReading Read(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var found))
            return new DkimKeyReading.Refused(IsProtected(pem) ? DkimKeyFault.HasPassPhrase : DkimKeyFault.NoPrivateKey);
        var bytes = Convert.FromBase64String(pem[found.Base64Data]);
        try
        {
            return pem[found.Label] switch
            {
                "PRIVATE KEY" => OfPkcs8(bytes),
                "RSA PRIVATE KEY" => OfRsa(rsa => rsa.ImportRSAPrivateKey(bytes, out _)),
                "ENCRYPTED PRIVATE KEY" => new DkimKeyReading.Refused(DkimKeyFault.HasPassPhrase),
                "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE" => new DkimKeyReading.Refused(DkimKeyFault.IsPublic),
                _ => new DkimKeyReading.Refused(DkimKeyFault.Unknown),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    // The old way of openssl to protect a key: header lines within the block (RFC 1421 §4.6.1.1), which is then no RFC 7468 block.
    static bool IsProtected(string text) => text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);

    static DkimKeyReading OfPkcs8(byte[] bytes)
    {
        try
        {
            var key = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
            key.ReadInteger();
            var algorithm = key.ReadSequence().ReadObjectIdentifier();
            return algorithm switch
            {
                Rsa => OfRsa(rsa => rsa.ImportPkcs8PrivateKey(bytes, out _)),
                Ed25519 => OfSeed(new AsnReader(key.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString()),
                _ => new DkimKeyReading.Refused(DkimKeyFault.Unknown),
            };
        }
        catch (AsnContentException) { return new DkimKeyReading.Refused(DkimKeyFault.Unknown); }
    }

    static DkimKeyReading OfSeed(byte[] seed) => seed.Length == Ed25519DkimKey.SeedLength
        ? new DkimKeyReading.Read(new Ed25519DkimKey(seed))
        : new DkimKeyReading.Refused(DkimKeyFault.Unknown);

    static DkimKeyReading OfRsa(Action<RSA> import)
    {
        using var rsa = RSA.Create();
        try { import(rsa); }
        catch (CryptographicException) { return new DkimKeyReading.Refused(DkimKeyFault.Unknown); }
        return rsa.KeySize switch
        {
            < RsaDkimKey.Shortest => new DkimKeyReading.Refused(DkimKeyFault.TooShort),
            > RsaDkimKey.Longest => new DkimKeyReading.Refused(DkimKeyFault.TooLong),
            _ => new DkimKeyReading.Read(new RsaDkimKey(rsa.ExportPkcs8PrivateKey())),
        };
    }
}
