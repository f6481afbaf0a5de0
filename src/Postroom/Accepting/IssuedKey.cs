using System.Security.Cryptography;
using System.Text;

namespace Postroom.Accepting;

/// <summary>A new API key with its secret, which is shown once and kept nowhere.</summary>
/// <param name="Secret">The key as the app sends it: <c>pr_</c>, then 256 random bits in URL-safe base64.</param>
/// <param name="Key">What is kept of it.</param>
public sealed record IssuedKey(string Secret, ApiKey Key)
{
    // Long enough that two keys of one installation do not share it, short enough to give nothing away.
    const int IdLength = 11;

    /// <summary>Makes a key.</summary>
    /// <param name="scopes">What it may do, such as <c>send</c>.</param>
    /// <param name="createdAt">The present moment.</param>
    public static IssuedKey New(IReadOnlyList<string> scopes, DateTimeOffset createdAt)
    {
        var secret = "pr_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        return new IssuedKey(secret, new ApiKey(secret[..IdLength], hash, scopes, createdAt, null));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(IssuedKey)} {Key.Id}";
}
