using Postroom.Deliveries;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;

namespace Postroom.Dispatching;

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
    /// <param name="othersAccepted">Whether the same transaction went through for somebody.</param>
    /// <param name="now">The present.</param>
    /// <param name="expiresAt">When the message is given up.</param>
    public DeliveryOutcome Of(
        RecipientOutcome recipient, int attempt, bool othersAccepted, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        DateTimeOffset? Next() => RetryPolicy.NextAttempt(attempt, firstRetry, now, expiresAt, chance());
        return recipient switch
        {
            RecipientOutcome.Accepted accepted => new DeliveryOutcome.Delivered(accepted.Reply.ToString()),
            RecipientOutcome.Refused refused => OfRefusal(refused, othersAccepted, now, Next()),
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
    // some and not for this one. Said beside a recipient that was taken, it is about this recipient alone.
    static DeliveryOutcome OfRefusal(RecipientOutcome.Refused refused, bool othersAccepted, DateTimeOffset now, DateTimeOffset? next)
    {
        var words = refused.Reply.ToString();
        return ReplyTable.Classify(refused.Stage, refused.Reply) switch
        {
            RetryClass.Split when othersAccepted => new DeliveryOutcome.Deferred(words, now),
            RetryClass.Never => new DeliveryOutcome.Bounced(words),
            RetryClass.Split or RetryClass.Settings when othersAccepted && refused.Reply.IsPermanent => new DeliveryOutcome.Bounced(words),
            RetryClass.Soon => LaterOrExpired(words, Earlier(next, now + Soon)),
            RetryClass.Tomorrow => LaterOrExpired(words, next is null ? null : now + RetryPolicy.AfterQuota),
            _ => LaterOrExpired(words, next),
        };
    }

    /// <summary>A failure in words: the server's own where it had any.</summary>
    public static string Words(SmtpFailure failure) => failure.Reply is { } reply ? $"{failure.Detail} ({reply})" : failure.Detail;

    static DeliveryOutcome LaterOrExpired(string words, DateTimeOffset? next) =>
        next is { } due ? new DeliveryOutcome.Deferred(words, due) : new DeliveryOutcome.Expired(words);

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one : one is null ? null : other;
}
