using NSec.Cryptography;

namespace Postroom.Mail.Dkim;

/// <summary>An Ed25519 key (RFC 8032 §5.1). The library of .NET has no such keys; libsodium, in the package NSec, does the work.</summary>
sealed class Ed25519DkimKey : DkimKey
{
    /// <summary>In bytes.</summary>
    public const int SeedLength = 32;

    readonly Key _key;

    public Ed25519DkimKey(byte[] seed) : this(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, Exportable)) { }

    Ed25519DkimKey(Key key)
    {
        _key = key;
        PublicKey = Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    static KeyCreationParameters Exportable => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    public override DkimAlgorithm Algorithm => DkimAlgorithm.Ed25519;

    public override string PublicKey { get; }

    public static Ed25519DkimKey Create() => new(Key.Create(SignatureAlgorithm.Ed25519, Exportable));

    // The hash is what is signed, as a message of 32 bytes (RFC 8463 §3).
    internal override byte[] Sign(ReadOnlySpan<byte> hash) => SignatureAlgorithm.Ed25519.Sign(_key, hash);

    private protected override byte[] ExportPkcs8() => _key.Export(KeyBlobFormat.PkixPrivateKey);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _key.Dispose();
    }
}
