using System.Security.Cryptography;
using System.Text;

namespace Postroom.People;

/// <summary>
/// The one-time key to set-up, printed at start while nobody can sign in. It has 256 random bits; only its SHA-256 is
/// kept, in memory, so that a restart ends the former one.
/// </summary>
public sealed class SetUpLink
{
    volatile byte[]? _hash;

    /// <summary>Whether a link is open.</summary>
    public bool IsOpen => _hash is not null;

    /// <summary>Makes a new token, the only one that opens set-up from now on. URL-safe, 43 characters.</summary>
    public string Open()
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        _hash = Hash(token);
        return token;
    }

    /// <summary>Whether the token is the one that opens set-up. Takes the same time whatever is wrong with it.</summary>
    public bool Opens(string? token) =>
        _hash is { } hash && CryptographicOperations.FixedTimeEquals(hash, Hash(token ?? ""));

    /// <summary>Ends the link: somebody can sign in now.</summary>
    public void Close() => _hash = null;

    static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
