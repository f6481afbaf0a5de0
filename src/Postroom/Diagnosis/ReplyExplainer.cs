using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;

namespace Postroom.Diagnosis;

/// <summary>Explains what a mail server said (product row T3), from the table that drives the retry policy.</summary>
public static class ReplyExplainer
{
    static readonly Verdict Unknown = new("unknown", WhoActs.Administrator, RetryClass.Later);

    // What other programs write where no server said anything. The first that fits counts.
    static readonly (string Words, SmtpFault Fault)[] Phrases =
    [
        ("connection refused", SmtpFault.ConnectionRefused),
        ("nobody listens", SmtpFault.ConnectionRefused), // our own words
        ("name or service not known", SmtpFault.NameNotFound),
        ("nodename nor servname", SmtpFault.NameNotFound),
        ("no such host", SmtpFault.NameNotFound),
        ("host not found", SmtpFault.NameNotFound),
        ("enotfound", SmtpFault.NameNotFound),
        ("temporary failure in name resolution", SmtpFault.DnsUnavailable),
        ("no route to host", SmtpFault.Unreachable),
        ("network is unreachable", SmtpFault.Unreachable),
        ("wrong version number", SmtpFault.PlaintextOnTlsPort),
        ("certificate", SmtpFault.CertificateNotTrusted),
        ("timed out", SmtpFault.TimedOut),
        ("timeout", SmtpFault.TimedOut),
        ("connection reset", SmtpFault.ConnectionLost),
        ("lost connection", SmtpFault.ConnectionLost),
        ("broken pipe", SmtpFault.ConnectionLost),
        ("connection closed", SmtpFault.ConnectionLost),
    ];

    /// <summary>Explains a reply.</summary>
    /// <param name="stage">Where it was said; null: not known.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="language">The language of the reader.</param>
    public static Explanation Explain(SmtpStage? stage, Reply reply, CultureInfo language) => Explain(ReplyTable.Judge(stage, reply), language);

    /// <summary>Explains a line that somebody copied: a reply, a line of a log, or what another program said.</summary>
    /// <param name="text">The text; what passes 8,000 characters is not looked at.</param>
    /// <param name="language">The language of the reader.</param>
    public static Explanation Explain(string text, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (ReplyFinder.Find(text) is { } found) return Explain(found.Stage, found.Reply, language);
        foreach (var (words, fault) in Phrases)
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase)) return FailureExplainer.Explain(fault, language);
        return Explain(Unknown, language);
    }

    /// <summary>Explains a cause that was recorded with an attempt.</summary>
    /// <param name="id">The id: of a reply, or of a kind of trouble. One that is no longer known reads as unknown.</param>
    /// <param name="language">The language of the reader.</param>
    /// <param name="server">The server it happened with, as host:port; null: not known, or several.</param>
    public static Explanation ExplainCause(string id, CultureInfo language, string? server = null)
    {
        if (ReplyTable.Find(id) is { } reply) return Explain(reply, language);
        return FailureNames.Find(id) is { } failure ? FailureExplainer.Explain(failure, server, language) : Explain(Unknown, language);
    }

    internal static Explanation Explain(Verdict verdict, CultureInfo language) =>
        new(
            verdict.Id,
            Texts.GetIn(language, $"Reply.{verdict.Id}.Cause"),
            Texts.GetIn(language, $"Reply.{verdict.Id}.Remedy"),
            verdict.WhoWord,
            verdict.RetryWord)
        {
            Links = verdict.Link is { } link ? [link] : [],
        };
}
