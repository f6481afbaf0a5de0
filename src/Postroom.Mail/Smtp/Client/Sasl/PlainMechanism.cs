using System.Text;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>User name and password in one message (RFC 4616 §2).</summary>
sealed class PlainMechanism(SmtpCredentials credentials) : SaslMechanism
{
    bool _hasResponded;

    public override string Name => "PLAIN";

    public override byte[] InitialResponse => Encoding.UTF8.GetBytes($"\0{credentials.UserName}\0{credentials.Password}");

    // Some servers ask with an empty challenge though they got the initial response; to ask twice makes no sense.
    public override byte[]? Respond(ReadOnlySpan<byte> challenge)
    {
        if (_hasResponded) return null;
        _hasResponded = true;
        return InitialResponse;
    }
}
