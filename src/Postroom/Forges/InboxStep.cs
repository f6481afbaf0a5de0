using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postroom.Forges.Memory;
using Postroom.Forges.Readers;
using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>Tells whoever is concerned by an event. Durable when it returns, and harmless when it is called again for the same event.</summary>
public delegate Task HandOverEvent(PullRequestEvent e, CancellationToken cancellationToken);

/// <summary>Works on one event in hand: reads it, hands it over, says what became of it.</summary>
sealed partial class InboxStep(IEventInbox inbox, InboxReading reading, HandOverEvent handOver, IOptions<ForgeOptions> options, TimeProvider time, ILogger<InboxStep> logger)
{
    const int LongestWords = 500;

    // The last one is repeated.
    static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
    ];

    /// <summary>The pause after so many attempts.</summary>
    public static TimeSpan PauseAfter(int attempts) => Pauses[Math.Clamp(attempts - 1, 0, Pauses.Length - 1)];

    public async Task WorkAsync(InboxEvent found, CancellationToken cancellationToken)
    {
        var item = found.Item;
        try
        {
            var read = await reading.ReadAsync(found, cancellationToken);
            var (state, reason, sighting) = read.Reading switch
            {
                ForgeReading.Happened happened => await TellAsync(happened.PullRequestEvent, read, cancellationToken),
                ForgeReading.Ignored ignored => (InboxState.Ignored, ignored.Reason, read.Sighting),
                ForgeReading.Unreadable unreadable => (InboxState.Failed, unreadable.Reason, read.Sighting),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            await inbox.FinishAsync(item, state, reason, sighting, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw; // It is due again when its lease has run out.
        }
        catch (StoreUnavailableException)
        {
            throw; // Not the event's fault, and not to be recorded either: the loop pauses.
        }
#pragma warning disable CA1031 // One event that cannot be worked on must not hold up those behind it: it is kept with its reason.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await FailedAsync(item, fault, cancellationToken);
        }
    }

    /// <summary>Forgets people and pull requests that no event has mentioned since a moment.</summary>
    public Task ForgetPeopleAsync(DateTimeOffset before, CancellationToken cancellationToken) => reading.ForgetAsync(before, cancellationToken);

    async Task<(InboxState State, ForgeReason? Reason, Sighting Sighting)> TellAsync(PullRequestEvent e, ReadEvent read, CancellationToken cancellationToken)
    {
        var (completed, sighting) = await reading.CompleteAsync(e, read, cancellationToken);
        await handOver(completed.Event, cancellationToken);
        return (InboxState.Processed, ForgeReason.NotTold(completed), sighting);
    }

    async Task FailedAsync(InboxItem item, Exception fault, CancellationToken cancellationToken)
    {
        var reason = ForgeReason.Fault(ForgeText.Line(fault.Message, LongestWords) ?? fault.GetType().Name);
        if (item.Attempts >= options.Value.MaxAttempts)
        {
            GaveUp(fault, item.Id, item.Attempts);
            await inbox.FinishAsync(item, InboxState.Failed, reason, sighting: null, cancellationToken);
            return;
        }

        var pause = PauseAfter(item.Attempts);
        TriesAgain(fault, item.Id, pause.ToString("c", CultureInfo.InvariantCulture));
        await inbox.DeferAsync(item, time.GetUtcNow() + pause, reason, cancellationToken);
    }

    [LoggerMessage(15020, LogLevel.Warning,
        "Event {Event} of the inbox could not be processed; trying again in {Pause}.")]
    partial void TriesAgain(Exception fault, long @event, string pause);

    [LoggerMessage(15021, LogLevel.Error,
        "Event {Event} of the inbox could not be processed after {Attempts} attempts. It is kept; replay it on the " +
        "page Notifications once the cause is fixed.")]
    partial void GaveUp(Exception fault, long @event, int attempts);
}
