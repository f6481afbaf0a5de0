using OtpNet;

namespace Postroom.People.TwoFactor;

/// <summary>The codes of authenticator apps (RFC 6238 over RFC 4226): 6 digits, 30 s, HMAC-SHA-1. Otp.NET computes them; how long one counts is said here.</summary>
public static class Totp
{
    const int SecretBytes = 20; // RFC 4226 §4 R6: at least 128 bits, 160 recommended
    const int PeriodSeconds = 30;

    // The 30 seconds before and after the present ones, for clocks differ.
    static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>A new secret of 160 random bits in base32 without padding, as apps take it.</summary>
    public static string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes));

    /// <summary>The number of the 30 seconds a moment is in.</summary>
    public static long CounterAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / PeriodSeconds;

    /// <summary>The code of those 30 seconds.</summary>
    /// <param name="secret">The secret in base32.</param>
    /// <param name="counter">Their number.</param>
    public static string CodeAt(string secret, long counter) => Of(secret).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(counter * PeriodSeconds).UtcDateTime);

    /// <summary>The number of the 30 seconds whose code this is: the present ones, or those just before or after; null: of none.</summary>
    public static long? Match(string secret, string code, DateTimeOffset now) =>
        Of(secret).VerifyTotp(now.UtcDateTime, code, out var counter, Window) ? counter : null;

    static OtpNet.Totp Of(string secret) => new(Base32Encoding.ToBytes(secret), PeriodSeconds);
}
