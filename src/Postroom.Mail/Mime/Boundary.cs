using System.Security.Cryptography;

namespace Postroom.Mail.Mime;

/// <summary>The lines between parts (RFC 2046 §5.1.1): one secret for a message, a number for each multipart in it.</summary>
sealed class Boundary
{
    readonly string _secret;
    int _count;

    Boundary(string secret) => _secret = secret;

    /// <summary>
    /// A boundary for the message. "=_" occurs in neither base64 nor quoted-printable; what travels as it is, is searched.
    /// </summary>
    public static Boundary For(OutgoingPart body)
    {
        while (true)
        {
            var secret = $"=_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
            if (!body.Holds(System.Text.Encoding.ASCII.GetBytes(secret))) return new Boundary(secret);
        }
    }

    public string Next() => string.Create(null, $"{_secret}_{_count++}");
}
