namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>Says what a server that ends the conversation right after our client certificate, or the lack of one, makes of it.</summary>
static class ClientCertificateText
{
    /// <summary>Whether a fault of the handshake is the server's alert about our certificate (RFC 8446 §6.2), in the words of OpenSSL and Windows.</summary>
    public static bool IsAlert(string words) =>
        words.Contains("alert", StringComparison.OrdinalIgnoreCase)
        && (words.Contains("certificate", StringComparison.OrdinalIgnoreCase) || words.Contains("unknown ca", StringComparison.OrdinalIgnoreCase)
            || words.Contains("access denied", StringComparison.OrdinalIgnoreCase));

    public static string Of(SmtpFault fault, string server) => fault == SmtpFault.ClientCertificateWanted
        ? $"{server} asked for a client certificate, none is set here, and it ended the conversation."
        : $"{server} ended the conversation right after the client certificate is shown: probably it does not know the certificate's issuer, or wants another.";
}
