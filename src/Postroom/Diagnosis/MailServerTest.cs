using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Diagnosis;

/// <summary>
/// The staged test (product rows T1 and M16): speaks to the server over the very same connection as real mail, tells every
/// stage as it happens, and explains what went wrong. Sends a message only when somebody is to get one.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="servers">Is told when a message went through; null: nobody keeps settings.</param>
/// <param name="logger">The log.</param>
public sealed partial class MailServerTest(TimeProvider time, ILogger<MailServerTest> logger, IMailServerSource? servers = null)
{
    /// <summary>The whole test: 15 s, so that nobody waits in front of it.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(15);

    /// <summary>One wait within it: 8 s.</summary>
    public static readonly TimeSpan StageTimeout = TimeSpan.FromSeconds(8);

    /// <summary>More events than a sane conversation has; what a flood adds is left out of the live view.</summary>
    const int LiveEvents = 2_000;

    /// <summary>Runs a test. Ends with <see cref="TestEvent.Finished"/>.</summary>
    /// <param name="request">What to test.</param>
    /// <param name="cancellationToken">Ends the test at once.</param>
    /// <exception cref="ArgumentException">A message is to be sent and there is no From.</exception>
    public async IAsyncEnumerable<TestEvent> RunAsync(TestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request is { To: not null, Identity.From: null }) throw new ArgumentException("A test message needs a From.", nameof(request));
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var live = Channel.CreateBounded<TestEvent>(new BoundedChannelOptions(LiveEvents) { SingleReader = true, SingleWriter = true });
        var running = RunToEndAsync(request, live.Writer, abandoned.Token);
        try
        {
            await foreach (var happened in live.Reader.ReadAllAsync(cancellationToken)) yield return happened;
        }
        finally
        {
            await abandoned.CancelAsync();
            await running;
        }
    }

    /// <summary>Runs a test and waits for its result.</summary>
    /// <param name="request">What to test.</param>
    /// <param name="cancellationToken">Ends the test at once.</param>
    public async Task<TestResult> RunToResultAsync(TestRequest request, CancellationToken cancellationToken)
    {
        TestResult? result = null;
        await foreach (var happened in RunAsync(request, cancellationToken))
            if (happened is TestEvent.Finished finished) result = finished.Result;
        return result!;
    }

    // Never faults: what goes wrong travels through the channel to whoever reads it.
    async Task RunToEndAsync(TestRequest request, ChannelWriter<TestEvent> live, CancellationToken cancellationToken)
    {
        try
        {
            var result = await TalkAsync(request, live, cancellationToken);
            Tested(request.Server.Name, result.Ok ? "ok" : result.Cause!.Id);
            await live.WriteAsync(new TestEvent.Finished(result), cancellationToken);
            live.Complete();
        }
#pragma warning disable CA1031 // The reader of the channel gets the fault and throws it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            live.Complete(fault);
        }
    }

    async Task<TestResult> TalkAsync(TestRequest request, ChannelWriter<TestEvent> live, CancellationToken cancellationToken)
    {
        var recorder = new TestRecorder(live);
        var begun = time.GetTimestamp();
        var opened = await SmtpConnection.OpenAsync(request.Server.Endpoint, Hurried(request.Server.Options), recorder, time, cancellationToken);
        if (opened is not OpenOutcome.Opened { Connection: var connection })
            return Result(request, recorder, ((OpenOutcome.Failed)opened).Failure, null);
        await using (connection)
        {
            var failure = request.To is { } to ? await SendAsync(request, connection, to, recorder, TotalTimeout - time.GetElapsedTime(begun), cancellationToken) : null;
            if (failure is not null) recorder.Fail(failure);
            else await connection.QuitAsync();
            if (failure is null && request.To is not null && servers is not null)
                await servers.NoteDeliveredAsync(request.Server.SettingsVersion, CancellationToken.None);
            return Result(request, recorder, failure, connection.Tls);
        }
    }

    async Task<SmtpFailure?> SendAsync(
        TestRequest request, SmtpConnection connection, EmailAddress to, TestRecorder recorder, TimeSpan left, CancellationToken cancellationToken)
    {
        var from = request.Identity.From!;
        var message = MessageWriter.Write(TestMessage.Write(request, from, to, connection.Tls, time.GetUtcNow()));
        var sender = request.Identity.EnvelopeSender ?? from.Address;
        var envelope = new Envelope(sender, [to])
        {
            Is8Bit = message.Is8Bit,
            NeedsSmtpUtf8 = message.NeedsSmtpUtf8 || sender.NeedsSmtpUtf8 || to.NeedsSmtpUtf8,
        };
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var outcome = await connection.SendAsync(envelope, new ReadOnlySequence<byte>(message.Bytes), either.Token);
            return FailureOf(outcome.Recipients[0]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SmtpFailure(recorder.Stage, SmtpFault.TimedOut, string.Create(CultureInfo.InvariantCulture, $"{request.Server.Name} did not take the message within {TotalTimeout.TotalSeconds:0} s."));
        }
    }

    static SmtpFailure? FailureOf(RecipientOutcome outcome) => outcome switch
    {
        RecipientOutcome.Accepted => null,
        RecipientOutcome.Refused refused => new SmtpFailure(refused.Stage, SmtpFault.Refused, refused.Reply.ToString(), refused.Reply),
        RecipientOutcome.NotSent notSent => notSent.Failure,
        RecipientOutcome.Uncertain uncertain => uncertain.Failure,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static SmtpClientOptions Hurried(SmtpClientOptions options) => options with
    {
        ConnectTimeout = StageTimeout,
        CommandTimeout = StageTimeout,
        TlsTimeout = StageTimeout,
        DataInitiationTimeout = StageTimeout,
        DataBlockTimeout = StageTimeout,
        DataTerminationTimeout = StageTimeout,
        ReplyGapTimeout = StageTimeout,
        TotalTimeout = TotalTimeout,
    };

    static TestResult Result(TestRequest request, TestRecorder recorder, SmtpFailure? failure, TlsReport? tls)
    {
        var explanation = failure is null ? null : FailureExplainer.Explain(failure, request.Server.Endpoint, request.Language);
        var report = tls ?? failure?.Tls;
        return new TestResult(
            failure is null,
            recorder.Stages,
            explanation is null ? null : new TestCause(explanation.Id, explanation.Cause, explanation.Who),
            explanation is null ? null : new TestRemedy(explanation.Remedy, explanation.Settings, Verified: false),
            report is null ? null : TlsOf(report),
            recorder.Lines)
        {
            Summary = explanation?.Cause ?? Summary(request),
            Delivered = failure is null && request.To is not null,
        };
    }

    static TestTls TlsOf(TlsReport report) => new(report.Version, report.Cipher, report.Chain, report.Problems)
    {
        Warnings = report.Warnings,
        AskedForClientCertificate = report.AskedForClientCertificate,
    };

    static string Summary(TestRequest request) => request.To is { } to
        ? Texts.GetIn(request.Language, "Test.Delivered", request.Server.Name, to.ToString())
        : Texts.GetIn(request.Language, "Test.Works", request.Server.Name);

    [LoggerMessage(7001, LogLevel.Information, "Mail server {Server} was tested: {Outcome}")]
    partial void Tested(string server, string outcome);
}
