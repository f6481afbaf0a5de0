using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Mail.Smtp;

namespace Postroom.Diagnosis;

/// <summary>Finds a server's reply in a line of a log or a bounce.</summary>
static partial class ReplyFinder
{
    const int LongestText = 8_000;

    static readonly (string Words, SmtpStage Stage)[] Stages =
    [
        ("in reply to end of data", SmtpStage.EndOfData),
        ("in reply to data", SmtpStage.Data),
        ("in reply to rcpt to", SmtpStage.RcptTo),
        ("in reply to mail from", SmtpStage.MailFrom),
        ("in reply to ehlo", SmtpStage.Ehlo),
        ("in reply to helo", SmtpStage.Ehlo),
        ("in reply to auth", SmtpStage.Auth),
        ("in reply to starttls", SmtpStage.StartTls),
        ("initial server greeting", SmtpStage.Greeting),
        ("refused to talk to me", SmtpStage.Greeting),
    ];

    /// <summary>The reply, and where it was said as far as the text tells; null: there is none in it.</summary>
    public static (SmtpStage? Stage, Reply Reply)? Find(string text)
    {
        if (text.Length > LongestText) text = text[..LongestText];
        var basic = BasicCode().Match(text);
        var enhanced = EnhancedCode().Match(text, basic.Success ? basic.Index + basic.Length : 0);
        if (!basic.Success && !enhanced.Success) return null;
        var status = enhanced.Success ? Status(enhanced) : (EnhancedStatus?)null;
        // An enhanced code alone, as in dsn=5.1.1, stands for the plainest reply of its class.
        var code = basic.Success ? Number(basic.Groups[1]) : (status!.Value.Class * 100) + 50;
        if (status is { } contradicting && contradicting.Class != code / 100) status = null;
        var words = basic.Success ? text[(basic.Index + basic.Length)..] : text;
        return (StageOf(text), new Reply(code, status, [words.ReplaceLineEndings(" ").Trim()]));
    }

    static SmtpStage? StageOf(string text)
    {
        foreach (var (words, stage) in Stages)
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase)) return stage;
        return null;
    }

    static EnhancedStatus Status(Match match) => new(Number(match.Groups[1]), Number(match.Groups[2]), Number(match.Groups[3]));

    static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // RFC 5321 §4.2: first digit 2 to 5, second 0 to 5. No digit or dot around it, so that no address or port is taken for one.
    [GeneratedRegex(@"(?:^|[\s:(""'])([2-5][0-5]\d)(?=[ \-\s]|$)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex BasicCode();

    [GeneratedRegex(@"(?:^|[\s=\-#(])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex EnhancedCode();
}
