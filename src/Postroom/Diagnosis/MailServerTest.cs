using System.Buffers;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Postroom.Diagnosis.Remedies;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Rendering;
using Postroom.Settings;
using Postroom.Signing;

namespace Postroom.Diagnosis;

/// <summary>
/// The staged test (product rows T1 and M16): speaks to the server over the very same connection as real mail, tells every
/// stage as it happens, and explains what went wrong. Sends a message only when somebody is to get one.
/// </summary>
/// <param name="letters">Writes the message.</param>
/// <param name="time">The clock.</param>
/// <param name="servers">Is told when a message went through; null: nobody keeps settings.</param>
/// <param name="logger">The log.</param>
/// <param name="signer">Signs the test message as it signs all mail; null: there are no keys.</param>
/// <param name="settings">What a test may do; null: what is usual.</param>
public sealed partial class MailServerTest(
    LetterRenderer letters, TimeProvider time, ILogger<MailServerTest> logger, IMailServerSource? servers = null, MailSigner? signer = null, TestSettings? settings = null)
{
    /// <summary>The conversation: 15 s, so that nobody waits in front of it.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The whole test, the trial of remedies included: 20 s, less what it takes to say so.</summary>
    public static readonly TimeSpan WholeTimeout = TimeSpan.FromSeconds(19.5);

    /// <summary>One wait within it: 8 s.</summary>
    public static readonly TimeSpan StageTimeout = TimeSpan.FromSeconds(8);

    readonly TestSettings _settings = settings ?? new TestSettings();

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
        var options = Hurried(request.Server.Options) with { MayConnectTo = Allowed(request) };
        var opened = await SmtpConnection.OpenAsync(request.Server.Endpoint, options, recorder, time, cancellationToken);
        if (opened is not OpenOutcome.Opened { Connection: var connection })
            return await ExplainAsync(NoWeaker(request, null), recorder, ((OpenOutcome.Failed)opened).Failure, null, begun, cancellationToken);
        SmtpFailure? failure;
        await using (connection)
        {
            var message = request.To is { } addressee ? Written(request, addressee, connection.Tls) : null;
            if (message is { Signing: SigningOutcome.Blocked blocked })
            {
                await connection.QuitAsync();
                return CannotSign(request, recorder, blocked, connection.Tls);
            }

            failure = await WithinAsync(
                TotalTimeout - time.GetElapsedTime(begun), request, recorder, either => ConverseAsync(request, connection, message, either), cancellationToken);
            if (failure is not null) recorder.Fail(failure);
            else await connection.QuitAsync();
        }

        if (failure is null && request.To is not null && servers is not null)
            await servers.NoteDeliveredAsync(request.Server.SettingsVersion, CancellationToken.None);
        // Its connection is closed: remedies get their own, and sign in no weaker than it did.
        var result = await ExplainAsync(NoWeaker(request, connection.SignedInWith), recorder, failure, connection.Tls, begun, cancellationToken);
        return result.Ok ? result with { Warnings = await WarnAsync(request, connection, cancellationToken) } : result;
    }

    async Task<TestResult> ExplainAsync(
        TestRequest request, TestRecorder recorder, SmtpFailure? failure, TlsReport? tls, long begun, CancellationToken cancellationToken)
    {
        if (failure is null) return Works(request, recorder, tls);
        var findings = request.SeeksRemedies ? await FindAsync(request, recorder, failure, begun, cancellationToken) : RemedyFindings.None;
        return Fails(request, recorder, failure, tls, findings);
    }

    static TestRequest NoWeaker(TestRequest request, string? mechanism)
    {
        if (request.Server.Options is not { Credentials: { } login } options) return request;
        var least = SmtpCredentials.StrengthOf(login.Mechanism ?? mechanism);
        return request with { Server = request.Server with { Options = options with { Credentials = login with { AtLeast = least } } } };
    }

    async Task<IReadOnlyList<TestWarning>> WarnAsync(TestRequest request, SmtpConnection connection, CancellationToken cancellationToken)
    {
        var silent = await SilentAddresses.FindAsync(connection.Unanswered, request.Server.Endpoint.Port, time, cancellationToken);
        return [.. silent.Select(address => TestWarnings.OfSilent(address, request))];
    }

    async Task<RemedyFindings> FindAsync(TestRequest request, TestRecorder recorder, SmtpFailure failure, long begun, CancellationToken cancellationToken)
    {
        var ruled = request with { Server = request.Server with { Options = request.Server.Options with { MayConnectTo = Allowed(request) } } };
        return await new RemedyFinder(time, _settings.Ports)
            .FindAsync(ruled, failure, recorder.Greeted, WholeTimeout - time.GetElapsedTime(begun), recorder.Tell,
                cancellationToken);
    }

    // Asked about each address right before it is dialled.
    Func<IPAddress, bool>? Allowed(TestRequest request)
    {
        var rule = request.Server.Options.MayConnectTo;
        return _settings.PrivateTargets || request.IsBuiltIn ? rule : address => !Destinations.IsPrivate(address) && rule?.Invoke(address) != false;
    }

    static async Task<SmtpFailure?> ConverseAsync(TestRequest request, SmtpConnection connection, SignedTest? message, CancellationToken cancellationToken)
    {
        if (message is not null) return await SendAsync(request, connection, message, cancellationToken);
        // A server that would refuse the sender says so here, and no message is sent.
        return request.Identity.From is { } from
            ? await connection.ProbeAsync(
                new Envelope(request.Identity.EnvelopeSender ?? from.Address, []), cancellationToken)
            : null;
    }

    SignedTest Written(TestRequest request, EmailAddress to, TlsReport? tls)
    {
        var message = MessageWriter.Write(TestMessage.Write(letters, request, request.Identity.From!, to, tls, time.GetUtcNow()));
        return new SignedTest(to, message, signer?.Sign(message.Bytes) ?? new SigningOutcome.NotSigned());
    }

    static async Task<SmtpFailure?> SendAsync(TestRequest request, SmtpConnection connection, SignedTest test, CancellationToken cancellationToken)
    {
        var sender = request.Identity.EnvelopeSender ?? request.Identity.From!.Address;
        var envelope = new Envelope(sender, [test.To])
        {
            Is8Bit = test.Message.Is8Bit,
            NeedsSmtpUtf8 = test.Message.NeedsSmtpUtf8 || sender.NeedsSmtpUtf8 || test.To.NeedsSmtpUtf8,
        };
        var outcome = await connection.SendAsync(envelope, new ReadOnlySequence<byte>(test.Bytes), cancellationToken);
        return FailureOf(outcome.Recipients[0]);
    }

    async Task<SmtpFailure?> WithinAsync(
        TimeSpan left, TestRequest request, TestRecorder recorder, Func<CancellationToken, Task<SmtpFailure?>> converse, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await converse(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SmtpFailure(recorder.Stage, SmtpFault.TimedOut, string.Create(CultureInfo.InvariantCulture, $"{request.Server.Name} did not come to an end within {TotalTimeout.TotalSeconds:0} s."));
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
        AskForTlsAfter = TrialRunner.AskForTlsAfter,
        DataInitiationTimeout = StageTimeout,
        DataBlockTimeout = StageTimeout,
        DataTerminationTimeout = StageTimeout,
        ReplyGapTimeout = StageTimeout,
        TotalTimeout = TotalTimeout,
    };

    // The server is well, and real mail would not reach it: so the test says no.
    static TestResult CannotSign(TestRequest request, TestRecorder recorder, SigningOutcome.Blocked blocked, TlsReport? tls)
    {
        var cause = Texts.GetIn(request.Language, "Test.CannotSign", blocked.Domain);
        return Works(request, recorder, tls) with
        {
            Ok = false,
            Cause = new TestCause("signing-key-lost", cause, "administrator"),
            Remedy = new TestRemedy(Texts.GetIn(request.Language, "Test.CannotSign.Remedy"), null, Verified: false),
            Summary = cause,
            Delivered = false,
        };
    }

    static TestResult Works(TestRequest request, TestRecorder recorder, TlsReport? tls) =>
        new(Ok: true, recorder.Stages, Cause: null, Remedy: null, Shown(tls), recorder.LinesAfter(null))
        {
            Summary = Summary(request),
            Delivered = request.To is not null,
        };

    static TestResult Fails(TestRequest request, TestRecorder recorder, SmtpFailure failure, TlsReport? tls, RemedyFindings findings)
    {
        var verdict = RemedyVerdicts.Of(failure, findings, request, recorder.IsInspected);
        return new TestResult(Ok: false, recorder.Stages, verdict.Cause, verdict.Remedy, Shown(tls ?? failure.Tls), recorder.LinesAfter(failure))
        {
            Summary = verdict.Summary,
            Tried = [.. findings.Trials.Select(trial => RemedyText.Told(trial, request.Language))],
            Alternatives = verdict.Alternatives,
            Requirements = Requirements.Of(request, failure),
        };
    }

    static TestTls? Shown(TlsReport? report) => report is null ? null : new TestTls(report.Version, report.Cipher, report.Chain, report.Problems)
    {
        Warnings = report.Warnings,
        AskedForClientCertificate = report.AskedForClientCertificate,
    };

    // How far it was tested, and no further: only a message shows whether a recipient is taken.
    static string Summary(TestRequest request)
    {
        if (request.To is { } to) return Texts.GetIn(request.Language, "Test.Delivered", request.Server.Name, to.ToString());
        var sender = request.Identity.From is { } from ? request.Identity.EnvelopeSender ?? from.Address : null;
        var key = (HasLogin: request.Server.Options.Credentials is not null, HasSender: sender is not null) switch
        {
            (true, true) => "Test.Works.login.sender",
            (true, false) => "Test.Works.login",
            (false, true) => "Test.Works.sender",
            _ => "Test.Works",
        };
        return Texts.GetIn(request.Language, key, request.Server.Name, sender?.ToString());
    }

    sealed record SignedTest(EmailAddress To, WrittenMessage Message, SigningOutcome Signing)
    {
        public ReadOnlyMemory<byte> Bytes =>
            Signing is SigningOutcome.WithSignatures signed ? (byte[])[.. signed.Signatures.Span, .. Message.Bytes.Span] : Message.Bytes;
    }

    [LoggerMessage(7001, LogLevel.Information, "Mail server {Server} was tested: {Outcome}")]
    partial void Tested(string server, string outcome);
}
