using System.Text;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>Names a service by the first bytes it says. What it says besides is nobody's business here.</summary>
static class OtherServices
{
    static readonly (string Beginning, OtherService Service)[] Beginnings =
    [
        ("HTTP/", OtherService.Http),
        ("<!DOCTYPE", OtherService.Http),
        ("<html", OtherService.Http),
        ("SSH-", OtherService.Ssh),
        ("* OK", OtherService.Imap),
        ("* PREAUTH", OtherService.Imap),
        ("* BYE", OtherService.Imap),
        ("+OK", OtherService.Pop3),
        ("-ERR", OtherService.Pop3),
    ];

    /// <summary>The service; null: these bytes do not tell.</summary>
    public static OtherService? Of(ReadOnlySpan<byte> first)
    {
        var text = Encoding.Latin1.GetString(first);
        foreach (var (beginning, service) in Beginnings)
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return service;
        return null;
    }

    /// <summary>Whether a service that greets with 220 and knows neither EHLO nor HELO is an FTP server (RFC 959 greets alike).</summary>
    public static bool IsFtp(Reply greeting, Reply refusal) =>
        !greeting.Text.Contains("SMTP", StringComparison.OrdinalIgnoreCase)
        && (greeting.Text.Contains("FTP", StringComparison.OrdinalIgnoreCase)
            || refusal.Text.Contains("USER and PASS", StringComparison.OrdinalIgnoreCase));

    /// <summary>The failure. It names the service by its kind and never echoes it: what it says may be nobody's business.</summary>
    public static SmtpFailure Failure(Conversation conversation, OtherService service, Reply? reply = null)
    {
        var failure = conversation.Fail(SmtpFault.OtherProtocol, $"{conversation.Server} is {Words(service)} and no mail server for sending.", reply);
        return failure with { Service = service };
    }

    static string Words(OtherService service) => service switch
    {
        OtherService.Http => "a web server (HTTP)",
        OtherService.Ssh => "an SSH server",
        OtherService.Imap => "an IMAP server",
        OtherService.Pop3 => "a POP3 server",
        OtherService.Ftp => "an FTP server",
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, null),
    };
}
