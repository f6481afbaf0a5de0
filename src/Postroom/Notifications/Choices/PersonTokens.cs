using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Settings;

namespace Postroom.Notifications.Choices;

/// <summary>What a link in a mail says: who may do what.</summary>
/// <param name="Person">The person.</param>
/// <param name="Use">What for.</param>
/// <param name="Thread">The pull request by its number here; 0: all.</param>
public readonly record struct PersonToken(Guid Person, PersonTokenUse Use, long Thread);

/// <summary>What a link in a mail is for.</summary>
public enum PersonTokenUse
{
    /// <summary>The page of preferences.</summary>
    Preferences = 1,

    /// <summary>Unsubscribing. It also opens the page of preferences.</summary>
    Unsubscribe = 2,
}

/// <summary>
/// Signs what links in mails say, with HMAC-SHA-256 (RFC 2104) by a key of this installation. A token never expires, as mail
/// is kept for years. <see cref="LoadAsync"/> must be awaited first.
/// </summary>
public sealed class PersonTokens(ISettingsStore settings, SecretProtector protector, TimeProvider time)
{
    const string Document = "person-link-key";
    const string Purpose = "person link key";
    const int BodyLength = 1 + 16 + 8;
    const int SignatureLength = 16; // 128 bits: half of the hash, as RFC 2104 §5 allows

    byte[]? _key;

    /// <summary>Loads the key, making it at the first start. A key that cannot be read any more, as the key ring is gone, is replaced: older links end.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        while (_key is null)
        {
            var version = await settings.ReadAsync(Document, cancellationToken);
            _key = version is null ? null : KeyIn(version.Json);
            if (_key is not null) return;
            var made = RandomNumberGenerator.GetBytes(32);
            var json = JsonSerializer.Serialize(
                new StoredKey(protector.Protect(Purpose, Document, Convert.ToBase64String(made))), PersonTokensJson.Default.StoredKey);
            // Null: another node was first, and its key counts.
            if (await settings.SaveAsync(Document, json, version?.Version ?? 0, "Postroom", time.GetUtcNow(), cancellationToken) is not null) _key = made;
        }
    }

    /// <summary>The token: URL-safe, 55 characters.</summary>
    public string Write(PersonToken token)
    {
        Span<byte> bytes = stackalloc byte[BodyLength + SignatureLength];
        bytes[0] = (byte)token.Use;
        token.Person.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[17..], token.Thread);
        Sign(bytes[..BodyLength], bytes[BodyLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>What it says; null: it was not signed here.</summary>
    public PersonToken? Read(string? token)
    {
        Span<byte> bytes = stackalloc byte[BodyLength + SignatureLength];
        if (token is null || !Base64Url.IsValid(token, out var length) || length != bytes.Length) return null;
        Base64Url.DecodeFromChars(token, bytes);
        Span<byte> signature = stackalloc byte[SignatureLength];
        Sign(bytes[..BodyLength], signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, bytes[BodyLength..])) return null;
        return new PersonToken(
            new Guid(bytes[1..17], bigEndian: true), (PersonTokenUse)bytes[0], BinaryPrimitives.ReadInt64BigEndian(bytes[17..BodyLength]));
    }

    void Sign(ReadOnlySpan<byte> body, Span<byte> signature)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key ?? throw new InvalidOperationException("LoadAsync has not been called."), body, whole);
        whole[..SignatureLength].CopyTo(signature);
    }

    byte[]? KeyIn(string json)
    {
        var stored = JsonSerializer.Deserialize(json, PersonTokensJson.Default.StoredKey);
        return stored is not null && protector.Unprotect(Purpose, Document, stored.Key) is SecretReading.Read read
            ? Convert.FromBase64String(read.Secret)
            : null;
    }
}

/// <summary>The key as it is stored.</summary>
/// <param name="Key">Protected.</param>
sealed record StoredKey(string Key);

/// <summary>The stored form of the key.</summary>
[JsonSerializable(typeof(StoredKey))]
sealed partial class PersonTokensJson : JsonSerializerContext;
