using Microsoft.Extensions.Logging;
using Postroom.Accepting;

namespace Postroom.Notifications.Digests;

/// <summary>Turns one digest in hand into a mail that is accepted, or says why there is none.</summary>
public sealed partial class DigestWriting(
    DigestMail mail, MailAcceptor acceptor, NotificationSettingsStore settings, TimeProvider time,
    ILogger<DigestWriting> logger)
{
    /// <summary>What could not be sent for so long is news no more: five days, as long as mail is tried (RFC 5321 §4.5.4.1).</summary>
    public static readonly TimeSpan TooOld = TimeSpan.FromDays(5);

    static readonly TimeSpan AfterUnavailable = TimeSpan.FromMinutes(1);
    static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    /// <summary>Writes the mail and hands it in.</summary>
    public async Task<DigestOutcome> WriteAsync(Digest digest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(digest);
        var now = time.GetUtcNow();
        var refused = digest.Items.Where(item => item.Reason is not null).Select(
            item => (Item: item, Reason: RefusalOf(digest, item, now)))
            .Where(item => item.Reason is not null).Select(item => (item.Item, item.Reason!.Value)).ToList();
        var left = DigestCompaction.Of(
            [.. digest.Items.Where(item => !refused.Exists(other => ReferenceEquals(other.Item, item))).Select(item => item.As(digest.Subscription.Choices)).OfType<DigestItem>()]);
        if (left.Count == 0) return new DigestOutcome.Done(digest, HasMail: false, refused);
        if (Submission(digest, left) is not { } submission) return new DigestOutcome.Later(digest, now + AfterRefusal);
        switch (await acceptor.AcceptAsync(submission, cancellationToken))
        {
            case AcceptResult.Accepted:
                return new DigestOutcome.Done(digest, HasMail: true, refused);
            case AcceptResult.Unavailable:
                return new DigestOutcome.Later(digest, now + AfterUnavailable);
            case AcceptResult.Rejected rejected:
                Refused(
                    digest.Id,
                    string.Join(
                        "; ",
                        rejected.Problems.ToDictionary().Select(
                            problem => $"{problem.Key} {string.Join(' ', problem.Value)}")));
                return new DigestOutcome.Later(digest, now + AfterRefusal);
            default:
                Refused(digest.Id, "its idempotency key belongs to another message.");
                return new DigestOutcome.Later(digest, now + AfterRefusal);
        }
    }

    MailSubmission? Submission(Digest digest, IReadOnlyList<DigestItem> items)
    {
        try
        {
            return mail.Write(digest, items);
        }
#pragma warning disable CA1031 // A letter that cannot be written must not keep the others from being sent: it is told and tried again later.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            CannotWrite(digest.Id, fault);
            return null;
        }
    }

    // What holds now counts, not what held when it happened: somebody may have unsubscribed since.
    NotSentReason? RefusalOf(Digest digest, DigestItem item, DateTimeOffset now)
    {
        if (!settings.Current.Enabled) return NotSentReason.SwitchedOff;
        if (digest.Person.Email is null) return NotSentReason.NoAddress;
        if (digest.Subscription.IsUnsubscribed) return NotSentReason.Unsubscribed;
        if (now - item.ReceivedAt > TooOld) return NotSentReason.Expired;
        return item.As(digest.Subscription.Choices) is null ? NotSentReason.Preference : null;
    }

    [LoggerMessage(14012, LogLevel.Warning,
        "The notification mail of digest {Digest} was not accepted: {Problems} It is tried again in 10 minutes.")]
    partial void Refused(long digest, string problems);

    [LoggerMessage(14013, LogLevel.Error,
        "The notification mail of digest {Digest} could not be written; it is tried again in 10 minutes. Check the " +
        "templates.")]
    partial void CannotWrite(long digest, Exception fault);
}
