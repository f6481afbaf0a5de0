using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>A keyed digest of the server's challenge (RFC 2195 §2): the password itself does not travel.</summary>
sealed class CramMd5Mechanism(SmtpCredentials credentials) : SaslMechanism
{
    bool _hasResponded;

    public override string Name => "CRAM-MD5";

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "RFC 2195 prescribes HMAC-MD5.")]
    public override byte[]? Respond(ReadOnlySpan<byte> challenge)
    {
        if (_hasResponded || challenge.IsEmpty) return null;
        _hasResponded = true;
        var digest = HMACMD5.HashData(Encoding.UTF8.GetBytes(credentials.Password), challenge);
        return Encoding.UTF8.GetBytes($"{credentials.UserName} {Convert.ToHexStringLower(digest)}");
    }
}
