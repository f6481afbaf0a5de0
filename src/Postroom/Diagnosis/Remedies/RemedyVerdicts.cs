using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Diagnosis.Remedies;

/// <summary>What a failed test comes to.</summary>
/// <param name="Cause">Why it failed.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Summary">Both in one sentence.</param>
/// <param name="Alternatives">What works as well.</param>
sealed record RemedyVerdict(TestCause Cause, TestRemedy Remedy, string Summary, IReadOnlyList<TestRemedy> Alternatives);

/// <summary>Puts together how a test failed and what the trials showed.</summary>
static class RemedyVerdicts
{
    const int MostAlternatives = 3;

    /// <summary>The verdict.</summary>
    /// <param name="failure">How the test failed.</param>
    /// <param name="findings">What was tried.</param>
    /// <param name="request">What was tested.</param>
    /// <param name="isInspected">Whether a firewall on the way masks what the server says.</param>
    public static RemedyVerdict Of(
        SmtpFailure failure, RemedyFindings findings, TestRequest request, bool isInspected = false)
    {
        var language = request.Language;
        var explanation = LookAtPassword(Explain(failure, findings, request, language), failure, request);
        if (isInspected) explanation = First("Remedy.Inspected", explanation, language);
        if (failure.Fault == SmtpFault.ConnectionRefused && HostNameRules.IsLoopback(request.Server.Endpoint.Host))
        {
            explanation = explanation with
            {
                Remedy = explanation.Remedy + RemedyText.Between(language) + Texts.GetIn(
                language, "Remedy.Loopback")
            };
        }
        var cause = new TestCause(explanation.Id, explanation.Cause, explanation.Who);
        var offers = new Offers(failure, findings, request).Choose(explanation);
        if (offers is not [var best, ..])
        {
            return new RemedyVerdict(
                cause, RemedyText.Untried(explanation.Remedy, null, language), explanation.Cause, []);
        }
        var others = offers.Skip(1).Where(offer => offer.Trial is { IsGood: true }).Take(MostAlternatives).Select(offer => offer.Remedy);
        return new RemedyVerdict(
            cause, best.Remedy, RemedyText.Verdict(explanation.Cause, best, language), [.. others]);
    }

    // A blank that was copied along is seen here and not on the page, where no password is shown.
    static Explanation LookAtPassword(Explanation explanation, SmtpFailure failure, TestRequest request) =>
        failure.Fault == SmtpFault.CredentialsRefused && request.Server.Options.Credentials is { Tokens: null } login
            && PasswordLook.Of(login.Password, request.Language) is { } look
            ? explanation with { Remedy = look + RemedyText.Between(request.Language) + explanation.Remedy }
            : explanation;

    static Explanation First(string key, Explanation explanation, CultureInfo language) =>
        explanation with { Remedy = Texts.GetIn(language, key) + RemedyText.Between(language) + explanation.Remedy };

    static Explanation Explain(SmtpFailure failure, RemedyFindings findings, TestRequest request, CultureInfo language)
    {
        var endpoint = request.Server.Endpoint;
        if (failure.Fault == SmtpFault.AuthNotOffered && Presets.OfExchanger(endpoint.Host) is { Host: not null } preset && !preset.HasHost(endpoint.Host))
            return FailureExplainer.ExplainIncomingDoor(endpoint, preset, language);
        if (findings.ServiceAt(endpoint) is { } service) failure = failure with { Fault = SmtpFault.OtherProtocol, Service = service };
        return IsBlockedPort(failure, findings, endpoint)
            ? FailureExplainer.ExplainBlockedPort(endpoint, language)
            : FailureExplainer.Explain(failure, endpoint, language);
    }

    // Silence at 25 while another port of the same host takes connections: something on the way drops 25.
    static bool IsBlockedPort(SmtpFailure failure, RemedyFindings findings, SmtpEndpoint endpoint) =>
        endpoint.Port == 25 && failure is { Fault: SmtpFault.TimedOut, Stage: SmtpStage.Connect }
        && findings.Trials.Any(trial => trial.Candidate.Server.Endpoint is { } tried && tried.Host == endpoint.Host && tried.Port != 25 && IsConnected(trial));

    static bool IsConnected(Trial trial) => trial.Outcome is not TrialOutcome.Fell { Failure.Stage: <= SmtpStage.Connect };
}
