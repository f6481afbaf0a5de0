using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Postroom.Outbox;

/// <summary>
/// Encrypts bodies that hold live secrets, by keys outside the database, and keeps with each which secrets it holds. Without
/// keys, as on the command line, nothing can be sealed or opened.
/// </summary>
public sealed class BodySeal(IDataProtectionProvider? keys = null)
{
    /// <summary>Why a sealed body cannot be read, with the cure.</summary>
    public const string KeyLost =
        "The text of this mail is encrypted, and its key is not in the key ring of the data folder: restore the folder keys from the backup.";

    /// <summary>Why a body cannot be sealed, with the cure.</summary>
    public const string NoKey =
        "Mail with a link in it has to be encrypted, and the key ring of the data folder cannot be read or written: check the folder keys.";

    const string Purpose = "Postroom.Bodies.v1";

    /// <summary>Encrypts a body; null: there is no key to do it with, see <see cref="NoKey"/>.</summary>
    /// <param name="boundTo">What it belongs to: only the same opens it.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="secrets">The secrets in it.</param>
    public byte[]? Seal(string boundTo, ReadOnlySpan<byte> bytes, IReadOnlyCollection<string> secrets)
    {
        if (keys is null) return null;
        var plain = Write(bytes, secrets);
        try { return keys.CreateProtector(Purpose, boundTo).Protect(plain); }
        catch (Exception fault) when (IsAboutKeys(fault)) { return null; }
        finally { CryptographicOperations.ZeroMemory(plain); }
    }

    /// <summary>Decrypts a body; null: its key is not there, or it was changed.</summary>
    /// <param name="boundTo">As given when it was sealed.</param>
    /// <param name="sealedBytes">The sealed body.</param>
    public OpenedBody? Open(string boundTo, byte[] sealedBytes)
    {
        if (keys is null) return null;
        try { return Read(keys.CreateProtector(Purpose, boundTo).Unprotect(sealedBytes)); }
        catch (Exception fault) when (IsAboutKeys(fault)) { return null; }
    }

    // A folder that cannot be read, a file that is no key, a key that is not there: each is the world's fault.
    static bool IsAboutKeys(Exception fault) =>
        fault is CryptographicException or IOException or UnauthorizedAccessException or InvalidOperationException or System.Xml.XmlException;

    // The number of secrets, each with its length, then the body. Numbers have four bytes, most significant first.
    static byte[] Write(ReadOnlySpan<byte> bytes, IReadOnlyCollection<string> secrets)
    {
        var plain = new byte[4 + secrets.Sum(secret => 4 + Encoding.UTF8.GetByteCount(secret)) + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(plain, secrets.Count);
        var at = 4;
        foreach (var secret in secrets)
        {
            var length = Encoding.UTF8.GetBytes(secret, plain.AsSpan(at + 4));
            BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(at), length);
            at += 4 + length;
        }

        bytes.CopyTo(plain.AsSpan(at));
        return plain;
    }

    static OpenedBody Read(byte[] plain)
    {
        var secrets = new string[BinaryPrimitives.ReadInt32BigEndian(plain)];
        var at = 4;
        for (var index = 0; index < secrets.Length; index++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(at));
            secrets[index] = Encoding.UTF8.GetString(plain, at + 4, length);
            at += 4 + length;
        }

        return new OpenedBody(plain.AsMemory(at), secrets);
    }
}

/// <summary>A body that was sealed.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Secrets">The secrets in it.</param>
public sealed record OpenedBody(ReadOnlyMemory<byte> Bytes, IReadOnlyList<string> Secrets)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(OpenedBody);
}
