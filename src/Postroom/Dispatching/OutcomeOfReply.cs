using Postroom.Deliveries;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;

namespace Postroom.Dispatching;

/// <summary>What is known of a server when it refuses a message.</summary>
/// <param name="TookThis">Whether it took the same message for another recipient.</param>
/// <param name="TookAny">Whether it ever took a message with these settings.</param>
/// <param name="TakesOthersOnly">Whether it takes the mail of other senders, and never took any of this one.</param>
public readonly record struct KnownOfServer(bool TookThis, bool TookAny, bool TakesOthersOnly);

/// <summary>Turns what the server said of one recipient into what becomes of the delivery.</summary>
/// <param name="firstRetry">The wait after the first attempt.</param>
/// <param name="chance">Gives 0 to 1, to spread retries.</param>
public sealed class OutcomeOfReply(TimeSpan firstRetry, Func<double> chance)
{
    /// <summary>The longest wait for a greylisting server, which wants to see us again after some minutes (RFC 6647 §2).</summary>
    static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    /// <summary>What becomes of a delivery.</summary>
    /// <param name="recipient">What the server said.</param>
    /// <param name="attempt">The number of this attempt, from 1.</param>
    /// <param name="known">What is known of the server besides.</param>
    /// <param name="now">The present.</param>
    /// <param name="expiresAt">When the message is given up.</param>
    public DeliveryOutcome Of(
        RecipientOutcome recipient, int attempt, KnownOfServer known, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        DateTimeOffset? Next() => RetryPolicy.NextAttempt(attempt, firstRetry, now, expiresAt, chance());
        return recipient switch
        {
            RecipientOutcome.Accepted accepted => new DeliveryOutcome.Delivered(accepted.Reply.ToString()),
            RecipientOutcome.Refused refused => OfRefusal(refused, known, now, Next()),
            RecipientOutcome.NotSent { Failure: var failure } when ReplyTable.Classify(failure) == RetryClass.Never =>
                new DeliveryOutcome.Bounced(Words(failure)),
            RecipientOutcome.NotSent { Failure: var failure } => LaterOrExpired(Words(failure), Next()),
            RecipientOutcome.Uncertain uncertain => new DeliveryOutcome.Uncertain(Words(uncertain.Failure), Next()),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>What becomes of a delivery whose attempt met a fault of our own.</summary>
    public DeliveryOutcome OfBreakdown(int attempt, DateTimeOffset now, DateTimeOffset expiresAt) => new DeliveryOutcome.Uncertain(
        "A fault in Postroom ended this attempt; the log has it. The message may have been sent.",
        RetryPolicy.NextAttempt(attempt, firstRetry, now, expiresAt, chance()));

    /// <summary>What becomes of a delivery that has to be signed or decrypted and cannot be: it waits for the cure, and is tried like any other.</summary>
    /// <param name="attempt">The number of this attempt, from 1.</param>
    /// <param name="reason">Why it cannot.</param>
    /// <param name="now">The present.</param>
    /// <param name="expiresAt">When the message is given up.</param>
    public DeliveryOutcome OfNotReady(int attempt, string reason, DateTimeOffset now, DateTimeOffset expiresAt) =>
        LaterOrExpired(reason, RetryPolicy.NextAttempt(attempt, firstRetry, now, expiresAt, chance()));

    // What the settings are to blame for is kept and tried gently, and does not hold up others: the server may relay for
    // some and not for this one. Said beside a recipient that was taken, it is about this recipient alone; said of a sender
    // while others are taken, it is about this sender alone.
    static DeliveryOutcome OfRefusal(RecipientOutcome.Refused refused, KnownOfServer known, DateTimeOffset now, DateTimeOffset? next)
    {
        var words = refused.Reply.ToString();
        var verdict = ReplyTable.Judge(refused.Stage, refused.Reply);
        var isOwnFault = known.TookThis || (known.TakesOthersOnly && ReplyTable.IsAboutTheSender(verdict));
        return verdict.Retry switch
        {
            RetryClass.Split when known.TookThis => new DeliveryOutcome.Deferred(words, now),
            RetryClass.Never when IsOfSettings(verdict, known.TookAny) => LaterOrExpired(words, next),
            RetryClass.Never => new DeliveryOutcome.Bounced(words),
            RetryClass.Split or RetryClass.Settings when isOwnFault && refused.Reply.IsPermanent => new DeliveryOutcome.Bounced(words),
            RetryClass.Soon => LaterOrExpired(words, Earlier(next, now + Soon)),
            RetryClass.Tomorrow => LaterOrExpired(words, next is null ? null : now + RetryPolicy.AfterQuota),
            _ => LaterOrExpired(words, next),
        };
    }

    /// <summary>
    /// Whether the settings are to blame: the table says so, or nobody knows the words and the server has never taken a
    /// message, so that it may refuse everything.
    /// </summary>
    /// <param name="verdict">What the reply means.</param>
    /// <param name="isProven">Whether the server ever took a message with these settings.</param>
    public static bool IsOfSettings(Verdict verdict, bool isProven) =>
        verdict.Retry == RetryClass.Settings || (verdict is { Retry: RetryClass.Never, IsGeneral: true } && !isProven);

    /// <summary>A failure in words: the server's own where it had any.</summary>
    public static string Words(SmtpFailure failure) => failure.Reply is { } reply ? $"{failure.Detail} ({reply})" : failure.Detail;

    static DeliveryOutcome LaterOrExpired(string words, DateTimeOffset? next) =>
        next is { } due ? new DeliveryOutcome.Deferred(words, due) : new DeliveryOutcome.Expired(words);

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one : one is null ? null : other;
}
