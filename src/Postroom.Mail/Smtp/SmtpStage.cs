namespace Postroom.Mail.Smtp;

/// <summary>The stages of a conversation with a mail server, in the order in which they happen.</summary>
public enum SmtpStage
{
    /// <summary>Finding the server's addresses.</summary>
    Dns,

    /// <summary>Opening the TCP connection.</summary>
    Connect,

    /// <summary>Waiting for the server's 220 (RFC 5321 §3.1).</summary>
    Greeting,

    /// <summary>EHLO, or HELO where EHLO is unknown (RFC 5321 §4.1.1.1).</summary>
    Ehlo,

    /// <summary>Asking for the upgrade (RFC 3207 §4).</summary>
    StartTls,

    /// <summary>The TLS handshake, be it after STARTTLS or from the first byte (RFC 8314 §3.3).</summary>
    Tls,

    /// <summary>Signing in (RFC 4954 §4).</summary>
    Auth,

    /// <summary>MAIL FROM.</summary>
    MailFrom,

    /// <summary>RCPT TO.</summary>
    RcptTo,

    /// <summary>DATA or BDAT up to the byte before the end of the message.</summary>
    Data,

    /// <summary>The end of the message has been sent and its reply is awaited: the point after which a break is <em>uncertain</em>.</summary>
    EndOfData,

    /// <summary>QUIT.</summary>
    Quit,
}
