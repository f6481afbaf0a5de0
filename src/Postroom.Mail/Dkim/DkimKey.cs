using System.Security.Cryptography;

namespace Postroom.Mail.Dkim;

/// <summary>A private key that signs. Safe for any number of threads at once. Its text never shows it.</summary>
public abstract class DkimKey : IDisposable
{
    private protected DkimKey() { }

    /// <summary>How it signs.</summary>
    public abstract DkimAlgorithm Algorithm { get; }

    /// <summary>The public half as the record has it in <c>p=</c>: base64 (RFC 6376 §3.6.1, RFC 8463 §4.2).</summary>
    public abstract string PublicKey { get; }

    /// <summary>The TXT record to publish, such as <c>v=DKIM1; k=rsa; p=...</c> (RFC 6376 §3.6.1).</summary>
    public string Record => RecordOf(Algorithm, PublicKey);

    /// <summary>Makes a key: RSA of 2048 bits, or Ed25519.</summary>
    public static DkimKey Create(DkimAlgorithm algorithm) => algorithm == DkimAlgorithm.Rsa ? RsaDkimKey.Create() : Ed25519DkimKey.Create();

    /// <summary>Reads a private key. Never throws.</summary>
    /// <param name="pem">Text with a PEM block, as openssl writes it: PKCS#8 of either algorithm, or PKCS#1 of RSA, without a pass phrase.</param>
    public static DkimKeyReading Read(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return PrivateKeyText.Read(pem);
    }

    /// <summary>The record of a public key.</summary>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="publicKey">As <see cref="PublicKey"/> has it.</param>
    public static string RecordOf(DkimAlgorithm algorithm, string publicKey) =>
        $"v=DKIM1; k={(algorithm == DkimAlgorithm.Rsa ? "rsa" : "ed25519")}; p={publicKey}";

    /// <summary>The private key as a PEM block (PKCS#8), to be kept under lock.</summary>
    public string ExportPem() => PemEncoding.WriteString("PRIVATE KEY", ExportPkcs8());

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Signs the hash of the covered fields.</summary>
    internal abstract byte[] Sign(ReadOnlySpan<byte> hash);

    private protected abstract byte[] ExportPkcs8();

    /// <summary>Frees what the key holds.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>What became of reading a private key.</summary>
public abstract record DkimKeyReading
{
    private protected DkimKeyReading() { }

    /// <summary>It signs. Its text never shows it.</summary>
    public sealed record Read(DkimKey Key) : DkimKeyReading
    {
        /// <inheritdoc/>
        public override string ToString() => Key.Record;
    }

    /// <summary>It cannot be used.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Refused(DkimKeyFault Fault) : DkimKeyReading;
}

/// <summary>Why a text is no key that signs.</summary>
public enum DkimKeyFault
{
    /// <summary>There is no PEM block of a private key in it.</summary>
    NoPrivateKey,

    /// <summary>It is protected by a pass phrase.</summary>
    HasPassPhrase,

    /// <summary>It is a public key.</summary>
    IsPublic,

    /// <summary>It is neither RSA nor Ed25519, or it is damaged.</summary>
    Unknown,

    /// <summary>RSA of less than 2048 bits, which large receivers ignore (RFC 8301 §3.2).</summary>
    TooShort,

    /// <summary>RSA of more than 4096 bits, which receivers need not verify (RFC 8301 §3.2).</summary>
    TooLong,
}
