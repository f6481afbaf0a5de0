using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Postroom.Mail.Dkim;

/// <summary>
/// Ed25519 of the system's libcrypto, OpenSSL 3. A key may sign on many threads at once: each signature has a context of
/// its own, and the key is only read (openssl-threads(7)).
/// </summary>
static partial class LibCrypto
{
    const string Library = "libcrypto.so.3";
    const int Ed25519 = 1_087; // EVP_PKEY_ED25519, its number in obj_mac.h
    const int PublicKeyLength = 32;
    const int SignatureLength = 64;

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsAvailable { get; } = CanLoad(Library);

    public static bool CanLoad(string library) =>
        NativeLibrary.TryLoad(library, typeof(LibCrypto).Assembly, DllImportSearchPath.SafeDirectories, out _);

    public static LibCryptoKey OpenEd25519(ReadOnlySpan<byte> seed)
    {
        var key = NewRawPrivateKey(Ed25519, 0, seed, (nuint)seed.Length);
        return key.IsInvalid ? throw Refused("open a key") : key;
    }

    public static byte[] PublicKeyOf(LibCryptoKey key)
    {
        var bytes = new byte[PublicKeyLength];
        var length = (nuint)bytes.Length;
        return GetRawPublicKey(key, bytes, ref length) == 1 && length == PublicKeyLength ? bytes : throw Refused("tell the public key");
    }

    public static byte[] SignEd25519(LibCryptoKey key, ReadOnlySpan<byte> message)
    {
        using var context = NewContext();
        if (context.IsInvalid || DigestSignInit(context, 0, 0, 0, key) != 1) throw Refused("begin a signature");
        var signature = new byte[SignatureLength];
        var length = (nuint)signature.Length;
        return DigestSign(context, signature, ref length, message, (nuint)message.Length) == 1 && length == SignatureLength
            ? signature
            : throw Refused("sign");
    }

    // With a key that was read and memory at hand none of these can fail: it is a fault, and no outcome.
    static CryptographicException Refused(string what) => new($"libcrypto could not {what}.");

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial LibCryptoKey NewRawPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetRawPublicKey(LibCryptoKey key, Span<byte> bytes, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial LibCryptoContext NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DigestSignInit(LibCryptoContext context, nint keyContext, nint digest, nint engine, LibCryptoKey key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DigestSign(LibCryptoContext context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> message, nuint messageLength);
}

/// <summary>A key of libcrypto.</summary>
sealed class LibCryptoKey() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}

/// <summary>A signature of libcrypto under way.</summary>
sealed class LibCryptoContext() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
