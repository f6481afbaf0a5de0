using Postroom.Mail.Smtp;

namespace Postroom.MailServers.Replies;

/// <summary>The words that files and output use for stages, retry classes and people.</summary>
public static class ReplyNames
{
    /// <summary>The word for a stage, as in <c>postroom test --json</c>. The end of the message belongs to <c>data</c>.</summary>
    public static string Of(SmtpStage stage) => stage switch
    {
        SmtpStage.Dns => "dns",
        SmtpStage.Connect => "connect",
        SmtpStage.Greeting => "greeting",
        SmtpStage.Ehlo => "ehlo",
        SmtpStage.StartTls => "starttls",
        SmtpStage.Tls => "tls",
        SmtpStage.Auth => "auth",
        SmtpStage.MailFrom => "mail-from",
        SmtpStage.RcptTo => "rcpt-to",
        SmtpStage.Data or SmtpStage.EndOfData => "data",
        SmtpStage.Quit => "quit",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    /// <summary>The word for a retry class.</summary>
    public static string Of(RetryClass retry) => retry switch
    {
        RetryClass.Later => "later",
        RetryClass.Soon => "soon",
        RetryClass.SlowDown => "slow-down",
        RetryClass.Tomorrow => "tomorrow",
        RetryClass.Settings => "settings",
        RetryClass.Never => "never",
        RetryClass.Split => "split",
        _ => throw new ArgumentOutOfRangeException(nameof(retry), retry, null),
    };

    /// <summary>The word for who acts.</summary>
    public static string Of(WhoActs who) => who switch
    {
        WhoActs.Administrator => "administrator",
        WhoActs.Recipient => "recipient",
        WhoActs.Provider => "provider",
        WhoActs.Wait => "wait",
        WhoActs.Nobody => "nobody",
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, null),
    };
}
