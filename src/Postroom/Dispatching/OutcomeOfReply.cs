using Postroom.Deliveries;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Dispatching;

/// <summary>Turns what the server said of one recipient into what becomes of the delivery.</summary>
/// <param name="firstRetry">The wait after the first attempt.</param>
/// <param name="chance">Gives 0 to 1, to spread retries.</param>
public sealed class OutcomeOfReply(TimeSpan firstRetry, Func<double> chance)
{
    /// <summary>What becomes of a delivery.</summary>
    /// <param name="recipient">What the server said.</param>
    /// <param name="attempt">The number of this attempt, from 1.</param>
    /// <param name="othersAccepted">Whether the same transaction went through for somebody.</param>
    /// <param name="now">The present.</param>
    /// <param name="expiresAt">When the message is given up.</param>
    public DeliveryOutcome Of(
        RecipientOutcome recipient, int attempt, bool othersAccepted, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var next = RetryPolicy.NextAttempt(attempt, firstRetry, now, expiresAt, chance());
        return recipient switch
        {
            RecipientOutcome.Accepted accepted => new DeliveryOutcome.Delivered(accepted.Reply.ToString()),
            RecipientOutcome.Refused refused when IsTooManyRecipients(refused) && othersAccepted =>
                new DeliveryOutcome.Deferred(refused.Reply.ToString(), now),
            RecipientOutcome.Refused { Reply.IsPermanent: true } refused => new DeliveryOutcome.Bounced(refused.Reply.ToString()),
            RecipientOutcome.Refused refused => LaterOrExpired(refused.Reply.ToString(), next),
            RecipientOutcome.NotSent { Failure: var failure } when IsForGood(failure) => new DeliveryOutcome.Bounced(Words(failure)),
            RecipientOutcome.NotSent { Failure: var failure } => LaterOrExpired(Words(failure), next),
            RecipientOutcome.Uncertain uncertain => new DeliveryOutcome.Uncertain(Words(uncertain.Failure), next),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A failure in words: the server's own where it had any.</summary>
    public static string Words(SmtpFailure failure) => failure.Reply is { } reply ? $"{failure.Detail} ({reply})" : failure.Detail;

    static DeliveryOutcome LaterOrExpired(string words, DateTimeOffset? next) =>
        next is { } due ? new DeliveryOutcome.Deferred(words, due) : new DeliveryOutcome.Expired(words);

    // RFC 5321 §4.5.3.1.10: 452, and 552 from servers of old, when one transaction has too many recipients.
    static bool IsTooManyRecipients(RecipientOutcome.Refused refused) =>
        refused is { Stage: SmtpStage.RcptTo, Reply.Code: 452 or 552 };

    static bool IsForGood(SmtpFailure failure) =>
        failure.Fault is SmtpFault.TooLarge or SmtpFault.SmtpUtf8NotOffered or SmtpFault.NotTransferable;
}
