using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postroom.Accepting;

/// <summary>An API key in the clear. It exists when it is made and shown, and is never kept: <see cref="ToKey"/> is.</summary>
public sealed class ApiKeySecret
{
    const string Prefix = "pr_";
    const int SecretBytes = 32;

    /// <summary>As many characters as tell keys apart in a list and open nothing: 54 of the 256 bits.</summary>
    const int IdCharacters = 12;

    ApiKeySecret(string text) => Text = text;

    /// <summary>The key as its owner sends it: <c>pr_</c> and 43 characters of base64url. Show it once.</summary>
    public string Text { get; }

    /// <summary>The key's public name: its first characters.</summary>
    public string Id => Text[..IdCharacters];

    /// <summary>A new key of 256 random bits.</summary>
    public static ApiKeySecret New() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>SHA-256 of a key's text in lower-case hex, by which the store finds it.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What is kept of the key.</summary>
    /// <param name="scopes">What it may do, of <see cref="AppScopes.All"/>.</param>
    /// <param name="createdAt">Now.</param>
    public ApiKey ToKey(IReadOnlyList<string> scopes, DateTimeOffset createdAt) => AppScopes.Unknown(scopes) is [var unknown, ..]
        ? throw new ArgumentException($"{unknown} is no scope.", nameof(scopes))
        : new(Id, HashOf(Text), scopes, createdAt, RevokedAt: null);

    /// <summary>The public name, never the key.</summary>
    public override string ToString() => $"{Id}...";
}
