using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postroom.Outbox;

namespace Postroom.Notifications.Digests;

/// <summary>
/// Writes the mails that are due and hands them to the way in. While the mail server takes no mail it writes none: what
/// happens meanwhile joins the open digests, so that one mail tells it all afterwards.
/// </summary>
public sealed partial class DigestSender(
    IDigestStore digests,
    INoticeStore notices,
    DigestWriting writing,
    NotificationSettingsStore settings,
    ReadyMessages ready,
    NoticeSignal signal,
    TimeProvider time,
    ILogger<DigestSender> logger) : BackgroundService
{
    /// <summary>The most digests in hand at once.</summary>
    public const int Batch = 200;

    static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    static readonly TimeSpan PausedSleep = TimeSpan.FromSeconds(2);
    static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);
    static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    // Repeats of forges come within days; the list of notices not sent is looked at within weeks.
    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    DateTimeOffset _pruneAt = DateTimeOffset.MinValue;

    /// <summary>Writes what is due now. Returns for how long there is nothing more to do.</summary>
    public async Task<TimeSpan> SendDueAsync(CancellationToken cancellationToken)
    {
        if (ready.Pause is not null) return PausedSleep;
        var due = await digests.ClaimAsync(Batch, settings.Current.MostMailsPerHour, cancellationToken);
        if (due.Count == 0) return await UntilNextDueAsync(cancellationToken);
        // All at once: the way in commits them together.
        var outcomes = await Task.WhenAll(due.Select(digest => writing.WriteAsync(digest, cancellationToken)));
        // The mails are accepted: that has to be said whatever the caller now wishes.
        await digests.FinishAsync(outcomes, CancellationToken.None);
        return TimeSpan.Zero;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PruneAsync(stoppingToken);
                var sleep = await SendDueAsync(stoppingToken);
                if (sleep > TimeSpan.Zero) await signal.WaitAsync(sleep, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives any one fault: say it, pause, go on. Nothing is lost: digests come back when their time in hand is over.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Faulted(fault);
                await Task.Delay(PauseAfterFault, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task<TimeSpan> UntilNextDueAsync(CancellationToken cancellationToken)
    {
        if (await digests.NextDueAsync(cancellationToken) is not { } due) return LongestSleep;
        var until = due - time.GetUtcNow();
        // Due already and still not taken: its person has had enough mail for now, or another node has it.
        if (until <= TimeSpan.Zero || until > LongestSleep) return LongestSleep;
        return until < ShortestSleep ? ShortestSleep : until;
    }

    async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _pruneAt) return;
        _pruneAt = now + PruneEvery;
        while (await notices.PruneAsync(now - Kept, cancellationToken) >= 1_000) { }
    }

    [LoggerMessage(14011, LogLevel.Error, "Notification mail could not be written; trying again in 5 seconds.")]
    partial void Faulted(Exception fault);
}
