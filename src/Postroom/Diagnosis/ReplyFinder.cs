using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Mail.Smtp;

namespace Postroom.Diagnosis;

/// <summary>
/// Finds a server's reply in what people paste: the reply itself, a line of a log (Postfix, Exim, sendmail, qmail), a
/// bounce or its delivery status (RFC 3464).
/// </summary>
static partial class ReplyFinder
{
    const int LongestText = 8_000;

    // In the order in which they are looked for: what a program says of its own step comes before the commands it quotes.
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
        ("after initial connection", SmtpStage.Greeting), // Exim, to the end of its words
        ("after end of data", SmtpStage.EndOfData),
        ("after rcpt to", SmtpStage.RcptTo),
        ("after pipelined rcpt to", SmtpStage.RcptTo),
        ("after mail from", SmtpStage.MailFrom),
        ("after pipelined mail from", SmtpStage.MailFrom),
        ("after ehlo", SmtpStage.Ehlo),
        ("after helo", SmtpStage.Ehlo),
        ("after auth", SmtpStage.Auth),
        ("after starttls", SmtpStage.StartTls),
        ("after data", SmtpStage.Data),
        ("reject: rcpt from", SmtpStage.RcptTo), // Postfix, of mail that came in
        ("reject: mail from", SmtpStage.MailFrom),
        ("reject: connect from", SmtpStage.Greeting),
        (">>> rcpt to", SmtpStage.RcptTo), // the conversation in a bounce of sendmail
        (">>> mail from", SmtpStage.MailFrom),
        (">>> data", SmtpStage.Data),
        (">>> auth", SmtpStage.Auth),
        ("[rcpt_to]", SmtpStage.RcptTo), // Yahoo
        ("[mail_from]", SmtpStage.MailFrom),
    ];

    /// <summary>The reply, and where it was said as far as the text tells; null: there is none in it.</summary>
    public static (SmtpStage? Stage, Reply Reply)? Find(string text)
    {
        if (text.Length > LongestText) text = text[..LongestText];
        var basic = BestCode(text);
        var enhanced = EnhancedCode().Match(text, basic is null ? 0 : basic.Index + basic.Length);
        if (basic is null && !enhanced.Success) return null;
        var status = enhanced.Success ? Status(enhanced) : (EnhancedStatus?)null;
        // An enhanced code alone, as in dsn=5.1.1, stands for the plainest reply of its class.
        var code = basic is null ? (status!.Value.Class * 100) + 50 : Number(basic.Groups[1]);
        if (status is { } contradicting && contradicting.Class != code / 100) status = null;
        var words = basic is null ? text : text[(basic.Index + basic.Length)..];
        return (StageOf(text), new Reply(code, status, [WithoutCodes(words, status)]));
    }

    // A refusal with an enhanced code of its class is the surest; a number in a date or a size is not one.
    static Match? BestCode(string text)
    {
        Match? best = null;
        var bestRank = 0;
        for (var match = BasicCode().Match(text); match.Success && bestRank < 3; match = match.NextMatch())
        {
            var rank = Rank(text, match);
            if (rank > bestRank) (best, bestRank) = (match, rank);
        }

        return best;
    }

    static int Rank(string text, Match match)
    {
        if (match.ValueSpan[^3] < '4') return 1;
        var next = match.Index + match.Length + 1;
        return next + 1 < text.Length && text[next] == match.ValueSpan[^3] && text[next + 1] == '.' ? 3 : 2;
    }

    // The lines of a longer reply repeat the code: "550-5.7.1 very low 550 5.7.1 reputation".
    static string WithoutCodes(string words, EnhancedStatus? status)
    {
        var end = words.IndexOf("(in reply to ", StringComparison.OrdinalIgnoreCase);
        words = (end < 0 ? words : words[..end]).TrimStart(' ', '-');
        if (status?.ToString() is { } prefix && words.StartsWith(prefix, StringComparison.Ordinal)) words = words[prefix.Length..];
        return RepeatedCode().Replace(words, "").ReplaceLineEndings(" ").Trim();
    }

    static SmtpStage? StageOf(string text)
    {
        foreach (var (words, stage) in Stages)
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase)) return stage;
        return null;
    }

    static EnhancedStatus Status(Match match) => new(Number(match.Groups[1]), Number(match.Groups[2]), Number(match.Groups[3]));

    static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // RFC 5321 §4.2: first digit 2 to 5, second 0 to 9, as some write 571 or 591. No digit or dot around it, so that no
    // address or port is taken for one.
    [GeneratedRegex(@"(?:^|[\s:;(#""']|reply=)([2-5]\d\d)(?=[ \-\s]|$)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex BasicCode();

    [GeneratedRegex(@"(?:^|[\s=\-#('])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex EnhancedCode();

    [GeneratedRegex(@"(?<=^|\s)(?:([245])\d\d[ \-]\1\.\d{1,3}\.\d{1,3}(?:\s+|$)|[245]\d\d-)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RepeatedCode();
}
