using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Postroom.People.Factors;

/// <summary>Codes that an authenticator app and we compute from a shared secret and the time (RFC 6238 over RFC 4226): 6 digits, 30 s, HMAC-SHA-1.</summary>
public static class Totp
{
    /// <summary>How long one code is shown, in seconds.</summary>
    public const int PeriodSeconds = 30;

    const int SecretBytes = 20; // RFC 4226 §4 R6: at least 128 bits, 160 recommended
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 §6

    /// <summary>A new secret of 160 random bits in base32 without padding, as apps take it.</summary>
    public static string NewSecret() => ToBase32(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The number of the 30 seconds a moment is in.</summary>
    public static long CounterAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / PeriodSeconds;

    /// <summary>The code of those 30 seconds.</summary>
    /// <param name="secret">The secret in base32.</param>
    /// <param name="counter">Their number.</param>
    public static string CodeAt(string secret, long counter) => CodeAt(FromBase32(secret), counter, 6);

    /// <summary>The number of the 30 seconds whose code this is: the present ones, or those just before or after, for clocks differ; null: of none.</summary>
    public static long? Match(string secret, string code, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(code);
        var key = FromBase32(secret);
        long? match = null;
        foreach (var counter in new[] { CounterAt(now) - 1, CounterAt(now) + 1, CounterAt(now) })
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(CodeAt(key, counter, 6)), System.Text.Encoding.UTF8.GetBytes(code))) match = counter;
        }

        return match;
    }

    /// <summary>A code of some digits (RFC 4226 §5.3).</summary>
    internal static string CodeAt(byte[] key, long counter, int digits)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // HMAC-SHA-1 is what authenticator apps compute; its strength as a MAC is unbroken (RFC 6194 §3.3).
        HMACSHA1.HashData(key, message, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & int.MaxValue;
        return (number % (int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    static string ToBase32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(value => value.ToString("b8", CultureInfo.InvariantCulture)));
        return string.Concat(bits.Chunk(5).Select(five => Alphabet[Convert.ToInt32(new string(five), 2)]));
    }

    static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(letter => Alphabet.IndexOf(letter, StringComparison.Ordinal).ToString("b5", CultureInfo.InvariantCulture)));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
