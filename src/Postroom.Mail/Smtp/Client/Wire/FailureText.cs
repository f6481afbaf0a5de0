using System.Globalization;

namespace Postroom.Mail.Smtp.Client.Wire;

/// <summary>Plain English for what the failures tell.</summary>
static class FailureText
{
    public static string Of(TimeSpan span) => span switch
    {
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes"),
        { TotalSeconds: 1 } => "1 second",
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} seconds"),
    };

    public static string Awaited(SmtpStage stage) => stage switch
    {
        SmtpStage.Dns => "while its address was looked up",
        SmtpStage.Connect => "while the connection was opened",
        SmtpStage.Greeting => "before its greeting",
        SmtpStage.Ehlo => "at EHLO",
        SmtpStage.StartTls => "at STARTTLS",
        SmtpStage.Tls => "during the TLS handshake",
        SmtpStage.Auth => "during the login",
        SmtpStage.MailFrom => "at MAIL FROM",
        SmtpStage.RcptTo => "at RCPT TO",
        SmtpStage.Data => "while the message was sent",
        SmtpStage.EndOfData => "after the end of the message, so it may or may not have been taken",
        SmtpStage.Quit => "at QUIT",
        _ => $"at {stage}",
    };
}
