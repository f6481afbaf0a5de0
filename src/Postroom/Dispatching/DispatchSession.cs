using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>Takes ready messages one after another and hands them over; a node runs as many as it may have connections.</summary>
public sealed partial class DispatchSession(
    IOutbox outbox, ReadyMessages ready, OutboxSignal signal, DeliveryAttempt attempt, ServerGate gate,
    IOptions<DeliveryOptions> options, TimeProvider time, ILogger<DispatchSession> logger)
{
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Runs until told to stop; what is under way then has a grace.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stopping = stoppingToken.Register(() => grace.CancelAfter(options.Value.StopGrace));
        var recording = Task.CompletedTask;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var message = await ready.TakeAsync(stoppingToken);
                var finished = await HandOverAsync(message, grace.Token);
                await recording;
                recording = RecordAsync(finished, grace.Token);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // A session outlives any one message: say it, pause, go on. The message stays leased and is recovered.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                SessionFault(fault);
                recording = Task.CompletedTask;
                await Task.Delay(PauseAfterFault, time, CancellationToken.None);
            }
        }

        await recording;
    }

    async Task<IReadOnlyList<FinishedAttempt>> HandOverAsync(LeasedMessage message, CancellationToken cancellationToken)
    {
        var finished = new List<FinishedAttempt>();
        foreach (var part in message.Deliveries.Chunk(options.Value.RecipientsPerTransaction))
        {
            var inHand = message with { Deliveries = part };
            if (!gate.TryEnter())
            {
                await outbox.ReleaseAsync(inHand, CancellationToken.None);
                continue;
            }

            var pause = gate.Pause;
            var result = await TryAsync(inHand, cancellationToken);
            if (IsOldNews(result.Verdict, pause)) await outbox.ReleaseAsync(inHand, CancellationToken.None);
            else finished.Add(result.Attempt);
        }

        return finished;
    }

    // A probe that met what every page says already tells nothing about the message it was made with: it costs no attempt.
    static bool IsOldNews(ServerVerdict verdict, CircuitBreaker.Break? pause) =>
        verdict is ServerVerdict.Broken broken && broken.Reason == pause?.Reason;

    // Whatever happens to the attempt, the gate is told, or a probe would be awaited for ever; and the message gets an
    // outcome, or it would stay in hand as long as this node lives.
    async Task<AttemptResult> TryAsync(LeasedMessage message, CancellationToken cancellationToken)
    {
        ServerVerdict verdict = new ServerVerdict.NotAsked();
        try
        {
            var result = await attempt.RunAsync(message, cancellationToken);
            verdict = result.Verdict;
            return result;
        }
#pragma warning disable CA1031 // One message must not end a session: it is said, recorded as uncertain and tried again.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            AttemptFault(message.Id, fault);
            return attempt.BrokeDown(message);
        }
        finally
        {
            await gate.JudgeAsync(verdict);
        }
    }

    // Past the point of no return: the server has answered, so the record is written whatever else happens, and as often
    // as the store needs to have room again. Meanwhile this session takes nothing new.
    async Task RecordAsync(IReadOnlyList<FinishedAttempt> finished, CancellationToken grace)
    {
        foreach (var one in finished)
        {
            while (!await WasRecordedAsync(one)) await Task.Delay(PauseAfterFault, time, grace);
            foreach (var delivery in one.Deliveries)
                Attempted(one.MessageId, delivery.Lease.Attempt, delivery.Outcome.State, delivery.Outcome.Words);
            if (one.Deliveries.Any(delivery => delivery.Outcome.State == DeliveryState.Waiting)) signal.Raise();
        }
    }

    async Task<bool> WasRecordedAsync(FinishedAttempt finished)
    {
        try
        {
            await outbox.FinishAsync(finished, CancellationToken.None);
            return true;
        }
        catch (StoreUnavailableException fault)
        {
            CannotRecord(finished.MessageId, fault.Message);
            return false;
        }
    }

    [LoggerMessage(2021, LogLevel.Information, "Message {MessageId} attempt {Attempt}: {State}: {Words}")]
    partial void Attempted(MessageId messageId, int attempt, DeliveryState state, string words);

    [LoggerMessage(2022, LogLevel.Error, "A message could not be worked on; it stays in hand and is taken back later.")]
    partial void SessionFault(Exception fault);

    [LoggerMessage(2023, LogLevel.Error, "Message {MessageId} could not be worked on; it is tried again.")]
    partial void AttemptFault(MessageId messageId, Exception fault);

    [LoggerMessage(2024, LogLevel.Error, "What became of message {MessageId} cannot be recorded yet, and is again in a second: {Reason}")]
    partial void CannotRecord(MessageId messageId, string reason);
}
