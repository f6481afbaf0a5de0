using System.Security.Cryptography;

namespace Postroom.Mail.Dkim;

/// <summary>An Ed25519 key (RFC 8032 §5.1). The library of .NET has no such keys, so libcrypto does the work.</summary>
sealed class Ed25519DkimKey : DkimKey
{
    /// <summary>In bytes.</summary>
    public const int SeedLength = 32;

    // A private key in PKCS#8 but for its 32 bytes (RFC 8410 §7).
    static ReadOnlySpan<byte> Pkcs8Prefix => [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    readonly byte[] _seed;
    readonly LibCryptoKey _key;

    public Ed25519DkimKey(byte[] seed)
    {
        _seed = seed;
        _key = LibCrypto.OpenEd25519(seed);
        PublicKey = Convert.ToBase64String(LibCrypto.PublicKeyOf(_key));
    }

    public override DkimAlgorithm Algorithm => DkimAlgorithm.Ed25519;

    public override string PublicKey { get; }

    public static Ed25519DkimKey Create() => new(RandomNumberGenerator.GetBytes(SeedLength));

    // The hash is what is signed, as a message of 32 bytes (RFC 8463 §3).
    internal override byte[] Sign(ReadOnlySpan<byte> hash) => LibCrypto.SignEd25519(_key, hash);

    private protected override byte[] ExportPkcs8() => [.. Pkcs8Prefix, .. _seed];

    protected override void Dispose(bool disposing)
    {
        if (disposing) _key.Dispose();
    }
}
