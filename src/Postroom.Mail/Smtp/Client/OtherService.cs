namespace Postroom.Mail.Smtp.Client;

/// <summary>A service that answers where a mail server was expected.</summary>
public enum OtherService
{
    /// <summary>A web server.</summary>
    Http,

    /// <summary>An SSH server (RFC 4253 §4.2).</summary>
    Ssh,

    /// <summary>An IMAP server (RFC 9051 §7.1).</summary>
    Imap,

    /// <summary>A POP3 server (RFC 1939 §3).</summary>
    Pop3,

    /// <summary>An FTP server (RFC 959 §5.4).</summary>
    Ftp,
}
