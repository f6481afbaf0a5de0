using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>Takes ready messages one after another and hands them over; a node runs as many as it may have connections.</summary>
public sealed partial class DispatchSession(
    ReadyMessages ready, DeliveryAttempt attempt, ServerGate gate, OutcomeRecorder recorder,
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
                recording = await WorkAsync(message, recording, stoppingToken, grace.Token);
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
                await Task.Delay(PauseAfterFault, time, CancellationToken.None);
            }
        }

        await recording;
    }

    async Task<Task> WorkAsync(LeasedMessage message, Task recording, CancellationToken stoppingToken, CancellationToken grace)
    {
        try
        {
            await gate.Connections.EnterAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return Both(recording, recorder.GiveBackAsync(message, grace));
        }

        try
        {
            foreach (var part in message.Deliveries.Chunk(options.Value.RecipientsPerTransaction))
                recording = await HandOverAsync(message with { Deliveries = part }, recording, grace);
            return recording;
        }
        finally
        {
            gate.Connections.Leave();
        }
    }

    // The record of one hand-over is written while the next is under way; there is never more than one outstanding, so
    // while the store refuses to write this session takes nothing new.
    async Task<Task> HandOverAsync(LeasedMessage message, Task recording, CancellationToken grace)
    {
        if (!gate.TryEnter()) return Both(recording, recorder.GiveBackAsync(message, grace));

        var pause = gate.Pause;
        var result = await TryAsync(message, grace);
        await recording;
        return IsOldNews(result.Verdict, pause) ? recorder.GiveBackAsync(message, grace) : recorder.RecordAsync(result.Attempt, grace);
    }

    static async Task Both(Task one, Task other)
    {
        await one;
        await other;
    }

    // A probe that met what every page says already tells nothing about the message it was made with, nor does a
    // connection too many: it costs no attempt.
    static bool IsOldNews(ServerVerdict verdict, CircuitBreaker.Break? pause) =>
        verdict is ServerVerdict.Full || (verdict is ServerVerdict.Broken broken && broken.Reason == pause?.Reason);

    // One connection too many is no trouble while others work: from now on there is one less.
    AttemptResult Weigh(AttemptResult result) => result.Verdict is ServerVerdict.Full full && !gate.Connections.Refused()
        ? result with { Verdict = new ServerVerdict.Broken(full.Reason, full.SettingsVersion, full.Cause) }
        : result;

    // Whatever happens to the attempt, the gate is told, or a probe would be awaited for ever; and the message gets an
    // outcome, or it would stay in hand as long as this node lives.
    async Task<AttemptResult> TryAsync(LeasedMessage message, CancellationToken cancellationToken)
    {
        ServerVerdict verdict = new ServerVerdict.NotAsked();
        try
        {
            var result = Weigh(await attempt.RunAsync(message, cancellationToken));
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

    [LoggerMessage(2022, LogLevel.Error,
        "A message could not be processed; it is tried again when its lease has run out.")]
    partial void SessionFault(Exception fault);

    [LoggerMessage(2023, LogLevel.Error, "Message {MessageId} could not be processed; it is tried again.")]
    partial void AttemptFault(MessageId messageId, Exception fault);
}
