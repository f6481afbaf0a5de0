using System.Buffers;
using System.Globalization;
using System.Text;
using Postroom.Mail.Addresses;

namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>MAIL and RCPT with the parameters that the server takes.</summary>
static class MailCommands
{
    const int MaxEnvelopeIdLength = 100;

    static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\0");

    public static string Mail(Envelope envelope, long length, Capabilities capabilities)
    {
        var command = new StringBuilder("MAIL FROM:<").Append(Fit(envelope.Sender)).Append('>');
        if (capabilities.Size) command.Append(CultureInfo.InvariantCulture, $" SIZE={length}");
        if (envelope.Is8Bit) command.Append(" BODY=8BITMIME");
        if (NeedsSmtpUtf8(envelope) && capabilities.SmtpUtf8) command.Append(" SMTPUTF8");
        if (capabilities.Dsn && envelope.EnvelopeId is { Length: > 0 } id) command.Append(" RET=HDRS ENVID=").Append(Xtext(id));
        return command.ToString();
    }

    public static string Rcpt(EmailAddress recipient) => $"RCPT TO:<{Fit(recipient)}>";

    static bool NeedsSmtpUtf8(Envelope envelope) =>
        envelope.NeedsSmtpUtf8
        || envelope.Sender is { NeedsSmtpUtf8: true }
        || envelope.Recipients.Any(recipient => recipient.NeedsSmtpUtf8);

    // Addresses hold no line end by construction; this is the last door before the wire, so it looks again.
    static string Fit(EmailAddress? address)
    {
        var wire = address?.Wire ?? "";
        return wire.AsSpan().ContainsAny(LineEnds)
            ? throw new ArgumentException("An address with a line end in it cannot be said in a command.", nameof(address))
            : wire;
    }

    // RFC 3461 §4: printable ASCII as it is, all else, + and = as +XX.
    static string Xtext(string id)
    {
        var text = new StringBuilder(id.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(id).AsSpan())
        {
            if (octet is > 0x20 and < 0x7F and not ((byte)'+' or (byte)'=')) text.Append((char)octet);
            else text.Append(CultureInfo.InvariantCulture, $"+{octet:X2}");
        }

        return text.Length <= MaxEnvelopeIdLength
            ? text.ToString()
            : throw new ArgumentException("An envelope id has at most 100 characters in its encoded form (RFC 3461 §4.4).", nameof(id));
    }
}
