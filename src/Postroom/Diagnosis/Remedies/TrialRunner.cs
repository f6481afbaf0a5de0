using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>Tries one candidate over the very connection that real mail takes, and sends no message.</summary>
sealed class TrialRunner(TimeProvider time)
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(4);
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(6);

    /// <summary>Silence after which it is asked whether the server waits for TLS: a person is waiting.</summary>
    public static readonly TimeSpan AskForTlsAfter = TimeSpan.FromSeconds(2);

    /// <summary>The deadlines of a trial: shorter than those of the test, for what works answers at once.</summary>
    public static SmtpClientOptions Hurried(SmtpClientOptions options, TimeSpan left) => options with
    {
        ConnectTimeout = ConnectTimeout,
        CommandTimeout = AnswerTimeout,
        TlsTimeout = AnswerTimeout,
        AskForTlsAfter = AskForTlsAfter,
        ReplyGapTimeout = AnswerTimeout,
        TotalTimeout = left,
    };

    /// <summary>Tries it.</summary>
    /// <param name="candidate">The settings.</param>
    /// <param name="request">Who a message would go to.</param>
    /// <param name="left">How long it may take.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<Trial> RunAsync(Candidate candidate, TestRequest request, TimeSpan left, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var outcome = await TalkAsync(candidate, request, left, cancellationToken);
        return new Trial(candidate, outcome, time.GetElapsedTime(begun));
    }

    async Task<TrialOutcome> TalkAsync(Candidate candidate, TestRequest request, TimeSpan left, CancellationToken cancellationToken)
    {
        var options = Hurried(candidate.Server.Options, left);
        if (candidate.StopsBeforeSignIn) options = options with { Credentials = null };
        var opened = await SmtpConnection.OpenAsync(candidate.Server.Endpoint, options, null, time, cancellationToken);
        if (opened is not OpenOutcome.Opened { Connection: var connection }) return new TrialOutcome.Fell(((OpenOutcome.Failed)opened).Failure);
        await using (connection)
        {
            var outcome = candidate.StopsBeforeSignIn
                ? OffersLogin(connection, candidate)
                : await ProbeAsync(connection, candidate, request, cancellationToken);
            await connection.QuitAsync();
            return outcome;
        }
    }

    static TrialOutcome OffersLogin(SmtpConnection connection, Candidate candidate) =>
        connection.Capabilities.AuthMechanisms.Count > 0
            ? new TrialOutcome.UpToSignIn()
            : new TrialOutcome.Fell(new SmtpFailure(SmtpStage.Auth, SmtpFault.AuthNotOffered, $"{candidate.Server.Name} offers no login."));

    static async Task<TrialOutcome> ProbeAsync(
        SmtpConnection connection, Candidate candidate, TestRequest request, CancellationToken cancellationToken)
    {
        if (candidate.Identity.From is not { } from) return new TrialOutcome.Works();
        var envelope = new Envelope(candidate.Identity.EnvelopeSender ?? from.Address, request.To is { } to ? [to] : []);
        return await connection.ProbeAsync(envelope, cancellationToken) is { } failure
            ? new TrialOutcome.Fell(failure)
            : new TrialOutcome.Works();
    }
}
