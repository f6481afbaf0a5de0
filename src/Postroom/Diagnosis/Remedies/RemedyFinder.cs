using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>
/// Tries other settings after a failed test (product row T2), a few at a time and best first, until the best that works is
/// known. Trusts no certificate, sends no message, and hands a password to nobody it was not typed for.
/// </summary>
sealed class RemedyFinder(TimeProvider time, IReadOnlyList<SubmissionPort> ports)
{
    /// <summary>The most connections at a time.</summary>
    public const int MostAtOnce = 4;

    /// <summary>The most other settings that are tried.</summary>
    public const int MostTrials = 12;

    /// <summary>The least time that is worth a trial.</summary>
    static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    readonly TrialRunner _runner = new(time);

    /// <summary>Tries.</summary>
    /// <param name="request">What was tested.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="greeted">The name by which the server greeted; null: it gave none.</param>
    /// <param name="left">How long all trials together may take.</param>
    /// <param name="tell">Is told of each trial when it begins and when it ends; called at any time, never at once.</param>
    /// <param name="cancellationToken">Ends all at once.</param>
    public async Task<RemedyFindings> FindAsync(
        TestRequest request, SmtpFailure failure, string? greeted, TimeSpan left, Action<TestEvent> tell,
            CancellationToken cancellationToken)
    {
        var candidates = new Candidates(request, ports, greeted).After(failure, FailureExplainer.IdOf(failure))
            .Take(MostTrials).ToList();
        if (left < Least || (candidates.Count == 0 && !IsSilent(failure))) return RemedyFindings.None;
        var begun = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(left, time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var places = new SemaphoreSlim(MostAtOnce, MostAtOnce);
#pragma warning disable CA2025 // Awaited below on every way out but a fault of our own, and then the semaphore is only let go of.
        var service = IsSilent(failure) ? RecogniseAsync(request, places, left, enough.Token) : Task.FromResult<OtherService?>(null);
#pragma warning restore CA2025
        var results = new Trial?[candidates.Count];
        var teller = new Teller(tell);
        if (candidates.Count > 0) teller.Tell(new TestEvent.TrialsBegan());
        var running = candidates.Select(async (candidate, rank) =>
        {
            results[rank] = await TryAsync(candidate, rank, request, places, left - time.GetElapsedTime(begun), teller, enough.Token);
        }).ToList();
        await UntilKnownAsync(running, results);
        if (!results.Any(trial => trial is { IsGood: true })) await service;
        await enough.CancelAsync();
        await Task.WhenAll(running);
        var found = await service;
        cancellationToken.ThrowIfCancellationRequested();
        return new RemedyFindings([.. results.OfType<Trial>()], found);
    }

    // The best is known when it works and all that would be better have failed.
    static async Task UntilKnownAsync(List<Task> running, Trial?[] results)
    {
        for (var rank = 0; rank < running.Count; rank++)
        {
            await running[rank];
            if (results[rank] is { IsGood: true }) return;
        }
    }

    async Task<Trial?> TryAsync(
        Candidate candidate, int rank, TestRequest request, SemaphoreSlim places, TimeSpan left, Teller teller, CancellationToken cancellationToken)
    {
        try
        {
            await places.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try
        {
            teller.Tell(new TestEvent.TrialBegan(rank, AlternativeText.Of(candidate.Settings, request.Language)));
            var trial = await _runner.RunAsync(candidate, request, left, cancellationToken);
            teller.Tell(new TestEvent.TrialEnded(rank, RemedyText.Told(trial, request.Language)));
            return trial;
        }
        catch (OperationCanceledException)
        {
            return null; // A better one was found, or time is up: what is not known is not told.
        }
        finally
        {
            places.Release();
        }
    }

    async Task<OtherService?> RecogniseAsync(TestRequest request, SemaphoreSlim places, TimeSpan left, CancellationToken cancellationToken)
    {
        try
        {
            await places.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try { return await ServiceProbe.ProbeAsync(request.Server.Endpoint, TrialRunner.Hurried(request.Server.Options, left), time, cancellationToken); }
        catch (OperationCanceledException) { return null; }
        finally { places.Release(); }
    }

    static bool IsSilent(SmtpFailure failure) => failure is
    { Fault: SmtpFault.TimedOut or SmtpFault.ConnectionLost or SmtpFault.TlsFailed, Stage: SmtpStage.Greeting or SmtpStage.Tls };

    /// <summary>Several trials end at the same time, and a listener hears one after the other.</summary>
    sealed class Teller(Action<TestEvent> tell)
    {
        readonly Lock _gate = new();

        public void Tell(TestEvent happened)
        {
            lock (_gate) tell(happened);
        }
    }
}

/// <summary>What the trials showed.</summary>
/// <param name="Trials">Those that ended, best first.</param>
/// <param name="Service">What answers instead of a mail server; null: not known.</param>
sealed record RemedyFindings(IReadOnlyList<Trial> Trials, OtherService? Service)
{
    /// <summary>Nothing was tried.</summary>
    public static RemedyFindings None { get; } = new([], null);

    /// <summary>What answers at an address instead of a mail server: asked, or met behind TLS by a trial; null: not known.</summary>
    public OtherService? ServiceAt(SmtpEndpoint endpoint) => Service ?? Trials
        .Where(trial => trial.Candidate.Server.Endpoint is { } tried && tried.Host == endpoint.Host && tried.Port == endpoint.Port)
        .Select(trial => (trial.Outcome as TrialOutcome.Fell)?.Failure.Service).FirstOrDefault(service => service is not null);

    /// <summary>The trial that came furthest beyond the failure, where none works; null: none did.</summary>
    public Trial? Furthest(SmtpFailure failure) => Trials
        .Where(trial => trial.Outcome is TrialOutcome.Fell fell && IsBeyond(fell.Failure, failure))
        .MaxBy(trial => ((TrialOutcome.Fell)trial.Outcome).Failure.Stage);

    // The handshake comes before the greeting where TLS is from the first byte; only what is past both counts as further.
    static bool IsBeyond(SmtpFailure fell, SmtpFailure failure) =>
        fell.Fault is SmtpFault.CertificateNotTrusted or SmtpFault.CredentialsRefused or SmtpFault.Refused
        && fell.Stage > failure.Stage && (fell.Stage > SmtpStage.Ehlo);
}
