using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;

namespace Postroom.MailServers.Replies;

/// <summary>
/// Says what a server's reply or a failure means. One table, <c>replies.json</c>, drives both the retry policy and the
/// explanations. The first row that fits counts: provider's own words, words anybody uses, what the words speak of, enhanced
/// codes, then the stage and the code. No row answers at a stage at which it cannot be meant.
/// </summary>
public static class ReplyTable
{
    static readonly ReplyIndex Index = ReplyIndex.Load();

    /// <summary>The rows in order.</summary>
    internal static IReadOnlyList<ReplyRule> Rules => Index.Rules;

    /// <summary>What a refusal at a stage means.</summary>
    /// <param name="stage">Where it was said; null: not known.</param>
    /// <param name="reply">The reply. Its basic code decides where its enhanced code contradicts it.</param>
    public static Verdict Judge(SmtpStage? stage, Reply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var text = reply.Text;
        var enhanced = (reply.Enhanced ?? TrailingStatus.Find(text)) is { } status && status.Class == reply.Code / 100 ? status : (EnhancedStatus?)null;
        var word = stage is { } known ? ReplyNames.Of(known) : null;
        var verdict = Index.Judge(word, reply.Code, enhanced, text);

        // A 4yz is never the end of a message, whatever its words seem to say.
        return reply.IsTransient && verdict.Retry == RetryClass.Never ? verdict with { Retry = RetryClass.Later } : verdict;
    }

    /// <summary>What a failure means. Where the server gave a reply, that is what counts.</summary>
    public static Verdict Judge(SmtpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.Reason is { } reason) return TokenTroubles.Judge(reason);
        if (failure is { Fault: SmtpFault.TokenRefused, Reply: { } refusal }) return JudgeToken(failure.Stage, refusal);
        var hasRefusal = failure.Reply is { Code: >= 400 } && failure.Fault is SmtpFault.Refused or SmtpFault.CredentialsRefused;
        return hasRefusal ? Judge(failure.Stage, failure.Reply!) : Judge(failure.Fault);
    }

    /// <summary>Whether a meaning is about the sender of the message.</summary>
    internal static bool IsAboutTheSender(Verdict verdict) => Index.Stages.IsAboutTheSender(verdict.Id);

    /// <summary>Whether a refusal is about this connection alone, such as too many messages over it: another one may do.</summary>
    public static bool IsAboutTheConnection(Reply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return Index.Speaks(reply.Text, "per-connection");
    }

    /// <summary>What an id of the table means, said for the time being; null: the table has no such id.</summary>
    public static Verdict? Find(string id) => Rules.FirstOrDefault(rule => rule.Id == id)?.Verdict(isPermanent: false);

    // A provider's own words tell what stands in the way; "wrong user name or password" does not, for there was none.
    static Verdict JudgeToken(SmtpStage stage, Reply reply) =>
        Judge(stage, reply) is { Id: not ("auth-wrong" or "auth-too-weak" or "microsoft-password-off" or "ses-credentials"), Retry: not RetryClass.Never } known ? known : Judge(SmtpFault.TokenRefused);

    /// <summary>What to do with a message after a refusal.</summary>
    public static RetryClass Classify(SmtpStage stage, Reply reply) => Judge(stage, reply).Retry;

    /// <summary>What to do with a message after a failure.</summary>
    public static RetryClass Classify(SmtpFailure failure) => Judge(failure).Retry;

    /// <summary>What a kind of trouble means that is not told by a reply.</summary>
    public static Verdict Judge(SmtpFault fault)
    {
        var (who, retry) = fault switch
        {
            SmtpFault.DnsUnavailable or SmtpFault.ConnectionLost or SmtpFault.TimedOut or SmtpFault.Unreachable or SmtpFault.Withdrawn => (WhoActs.Wait, RetryClass.Later),
            SmtpFault.ConnectionRefused => (WhoActs.Administrator, RetryClass.Later),
            SmtpFault.Refused or SmtpFault.MalformedReply or SmtpFault.ReplyTooLong or SmtpFault.OutOfStep => (WhoActs.Provider, RetryClass.Later),
            SmtpFault.TooLarge or SmtpFault.NotTransferable => (WhoActs.Administrator, RetryClass.Never),
            SmtpFault.SmtpUtf8NotOffered => (WhoActs.Recipient, RetryClass.Never),
            _ => (WhoActs.Administrator, RetryClass.Settings),
        };
        return new Verdict(FaultId(fault), who, retry);
    }

    // NameNotFound -> name-not-found
    static string FaultId(SmtpFault fault) =>
        string.Concat(fault.ToString().Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
