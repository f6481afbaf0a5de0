using Microsoft.Extensions.Logging;
using Postroom.Accepting;

namespace Postroom.Notifications.Stories;

/// <summary>Turns one story in hand into a mail that is accepted, or says why there is none.</summary>
public sealed partial class StoryWriting(
    StoryMail mail, MailAcceptor acceptor, NotificationSettingsStore settings, TimeProvider time, ILogger<StoryWriting> logger)
{
    /// <summary>What could not be sent for so long is news no more: five days, as long as mail is tried (RFC 5321 §4.5.4.1).</summary>
    public static readonly TimeSpan TooOld = TimeSpan.FromDays(5);

    static readonly TimeSpan AfterUnavailable = TimeSpan.FromMinutes(1);
    static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    /// <summary>Writes the mail and hands it in.</summary>
    public async Task<StoryOutcome> WriteAsync(Story story, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(story);
        var now = time.GetUtcNow();
        var refused = story.Items.Where(item => item.Reason is not null).Select(item => (Item: item, Reason: RefusalOf(story, item, now)))
            .Where(item => item.Reason is not null).Select(item => (item.Item, item.Reason!.Value)).ToList();
        var left = StoryCollapse.Of(
            [.. story.Items.Where(item => !refused.Exists(other => ReferenceEquals(other.Item, item))).Select(item => item.As(story.Standing.Choices)).OfType<StoryItem>()]);
        if (left.Count == 0) return new StoryOutcome.Done(story, HasMail: false, refused);
        if (Submission(story, left) is not { } submission) return new StoryOutcome.Later(story, now + AfterRefusal);
        switch (await acceptor.AcceptAsync(submission, cancellationToken))
        {
            case AcceptResult.Accepted:
                return new StoryOutcome.Done(story, HasMail: true, refused);
            case AcceptResult.Unavailable:
                return new StoryOutcome.Later(story, now + AfterUnavailable);
            case AcceptResult.Rejected rejected:
                Refused(story.Id, string.Join("; ", rejected.Problems.ToDictionary().Select(problem => $"{problem.Key} {string.Join(' ', problem.Value)}")));
                return new StoryOutcome.Later(story, now + AfterRefusal);
            default:
                Refused(story.Id, "its idempotency key belongs to another message.");
                return new StoryOutcome.Later(story, now + AfterRefusal);
        }
    }

    MailSubmission? Submission(Story story, IReadOnlyList<StoryItem> items)
    {
        try
        {
            return mail.Write(story, items);
        }
#pragma warning disable CA1031 // A letter that cannot be written must not keep the others from being sent: it is told and tried again later.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            CannotWrite(story.Id, fault);
            return null;
        }
    }

    // What holds now counts, not what held when it happened: somebody may have unsubscribed since.
    NotSentReason? RefusalOf(Story story, StoryItem item, DateTimeOffset now)
    {
        if (!settings.Current.Enabled) return NotSentReason.SwitchedOff;
        if (story.Person.Email is null) return NotSentReason.NoAddress;
        if (story.Standing.IsUnsubscribed) return NotSentReason.Unsubscribed;
        if (now - item.ReceivedAt > TooOld) return NotSentReason.Expired;
        return item.As(story.Standing.Choices) is null ? NotSentReason.Preference : null;
    }

    [LoggerMessage(14012, LogLevel.Warning, "The notification mail of story {Story} was not accepted: {Problems} It is tried again in 10 minutes.")]
    partial void Refused(long story, string problems);

    [LoggerMessage(14013, LogLevel.Error, "The notification mail of story {Story} could not be written; it is tried again in 10 minutes. Check the templates.")]
    partial void CannotWrite(long story, Exception fault);
}
