using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postroom.People.Links;

/// <summary>The secret of a link in the clear: 256 random bits. It exists while its letter is written and is never kept.</summary>
public sealed class LinkToken
{
    /// <summary>How many characters it has.</summary>
    public const int Length = 43;

    LinkToken(string text) => Text = text;

    /// <summary>43 characters of base64url (RFC 4648 §5).</summary>
    public string Text { get; }

    /// <summary>What is kept of it.</summary>
    public string Sha256 => HashOf(Text);

    /// <summary>A new one.</summary>
    public static LinkToken New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>SHA-256 of a token's text in lower-case hex, by which the store finds it. No slow hash is needed: nobody guesses 256 bits.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a text can be a token at all, so that anything else costs no query.</summary>
    public static bool IsOne(string? text) => text is { Length: Length } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <inheritdoc/>
    public override string ToString() => "***";
}
