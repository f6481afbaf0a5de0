using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>What a failed test comes to.</summary>
/// <param name="Cause">Why it failed.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Summary">Both in one sentence.</param>
/// <param name="Alternatives">What works as well.</param>
sealed record TestVerdict(TestCause Cause, TestRemedy Remedy, string Summary, IReadOnlyList<TestRemedy> Alternatives);

/// <summary>Puts together how a test failed and what the trials showed.</summary>
static class TestVerdicts
{
    const int MostAlternatives = 3;

    /// <summary>The verdict.</summary>
    /// <param name="failure">How the test failed.</param>
    /// <param name="findings">What was tried.</param>
    /// <param name="request">What was tested.</param>
    public static TestVerdict Of(SmtpFailure failure, RemedyFindings findings, TestRequest request)
    {
        var language = request.Language;
        var explanation = Explain(failure, findings, request.Server.Endpoint, language);
        var cause = new TestCause(explanation.Id, explanation.Cause, explanation.Who);
        if (findings.Best is { } best)
        {
            var others = findings.Trials.Where(trial => trial.IsGood && trial != best).Take(MostAlternatives);
            return new TestVerdict(
                cause, RemedyWords.Remedy(best, language), RemedyWords.Verdict(explanation.Cause, best, language), [.. others.Select(trial => RemedyWords.Remedy(trial, language))]);
        }

        var remedy = findings.Furthest(failure) is { } further
            ? Further(further, language)
            : RemedyWords.Untried(explanation.Remedy, Untried(explanation, failure, findings, request), language);
        return new TestVerdict(cause, remedy, explanation.Cause, []);
    }

    static Explanation Explain(SmtpFailure failure, RemedyFindings findings, SmtpEndpoint endpoint, CultureInfo language)
    {
        if (findings.Service is { } service) failure = failure with { Fault = SmtpFault.OtherProtocol, Service = service };
        return IsBlockedPort(failure, findings, endpoint)
            ? FailureExplainer.ExplainBlockedPort(endpoint, language)
            : FailureExplainer.Explain(failure, endpoint, language);
    }

    // Silence at 25 while another port of the same host takes connections: something on the way drops 25.
    static bool IsBlockedPort(SmtpFailure failure, RemedyFindings findings, SmtpEndpoint endpoint) =>
        endpoint.Port == 25 && failure is { Fault: SmtpFault.TimedOut, Stage: SmtpStage.Connect }
        && findings.Trials.Any(trial => trial.Candidate.Server.Endpoint is { } tried && tried.Host == endpoint.Host && tried.Port != 25 && IsConnected(trial));

    static bool IsConnected(Trial trial) => trial.Outcome is not TrialOutcome.Fell { Failure.Stage: <= SmtpStage.Connect };

    static TestRemedy Further(Trial further, CultureInfo language)
    {
        var fell = ((TrialOutcome.Fell)further.Outcome).Failure;
        var next = FailureExplainer.Explain(fell, further.Candidate.Server.Endpoint, language);
        var text = Texts.GetIn(language, "Remedy.Further", WayWords.Of(further.Candidate.Settings, language))
            + RemedyWords.Between(language) + next.Cause + RemedyWords.Between(language) + next.Remedy;
        return RemedyWords.Untried(text, further.Candidate.Settings, language);
    }

    // What can only be offered: a login needs a person to type it, a certificate a person to compare it.
    static SuggestedSettings? Untried(Explanation explanation, SmtpFailure failure, RemedyFindings findings, TestRequest request)
    {
        if (failure is { Fault: SmtpFault.CertificateNotTrusted, Tls.Chain: [{ Sha256: var sha256 }, ..] }) return new() { PinnedCertificate = sha256 };
        if (request.Server.Options.Credentials is null && explanation.Id is "login-required" or "relay-denied") return new() { Anonymous = false };
        var hasTried = findings.Trials.Count > 0;
        return hasTried ? null : explanation.Settings;
    }
}
