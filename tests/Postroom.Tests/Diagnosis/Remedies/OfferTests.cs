using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using static Postroom.Tests.Diagnosis.Remedies.RemedyRuns;

namespace Postroom.Tests.Diagnosis.Remedies;

/// <summary>What is offered after trials of all kinds, whatever was tested and however it failed.</summary>
public sealed class OfferTests
{
    static readonly CertificateSummary Certificate = new("CN=mail", "CN=house", ["mail"], DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, new string('a', 64));
    static readonly string?[] Users = [null, "bob@example.net", "bob"];

    static IEnumerable<RemedyVerdict> Verdicts =>
        from tested in Enum.GetValues<ConnectionSecurity>()
        from user in Users
        from failure in Failures
        from one in Outcomes
        from other in Outcomes
        select VerdictOf(tested, user, failure, one, other);

    static IEnumerable<SmtpFailure> Failures =>
        from fault in Enum.GetValues<SmtpFault>() from stage in Enum.GetValues<SmtpStage>() where stage <= SmtpStage.Auth select new SmtpFailure(stage, fault, "so it was");

    static IReadOnlyList<TrialOutcome?> Outcomes =>
    [
        null, new TrialOutcome.Works(), new TrialOutcome.UpToSignIn(), new TrialOutcome.Fell(Unknown("unknown-issuer")),
        new TrialOutcome.Fell(new SmtpFailure(SmtpStage.Auth, SmtpFault.CredentialsRefused, "no")),
    ];

    [Fact]
    public void Less_encryption_is_never_offered_beside_as_much() =>
        Assert.DoesNotContain(Verdicts, verdict => All(verdict).Any(remedy => remedy.LowersProtection) && All(verdict).Any(remedy => !remedy.LowersProtection));

    [Fact]
    public void What_protects_less_says_what_it_gives_away() =>
        Assert.All(Verdicts.SelectMany(All).Where(remedy => remedy.LowersProtection).Distinct(), remedy => Assert.Contains("gives away", remedy.Text, StringComparison.Ordinal));

    [Fact]
    public void The_certificate_of_another_way_is_offered_before_no_encryption()
    {
        var verdict = VerdictOf(
            ConnectionSecurity.Tls, null, new SmtpFailure(SmtpStage.Tls, SmtpFault.PlaintextOnTlsPort, "plain"),
            new TrialOutcome.Fell(Unknown("self-signed")), new TrialOutcome.Works());

        Assert.Equal(
            (Certificate, "Use port 587 with STARTTLS and trust this certificate", false, 0),
            (verdict.Remedy.Certificate, verdict.Remedy.Action, verdict.Remedy.LowersProtection, verdict.Alternatives.Count));
    }

    [Theory, InlineData("revoked"), InlineData("weak")]
    public void Nobody_is_asked_to_trust_a_certificate_that_cannot_be_trusted(string problem) =>
        Assert.Null(VerdictOf(ConnectionSecurity.Tls, null, Unknown(problem), null, null).Remedy.Certificate);

    [Theory, InlineData("bob", "postroom@example.net"), InlineData("bob@example.net", "bob")]
    public void Another_form_of_the_user_name_is_offered_and_was_not_tried(string user, string other)
    {
        var verdict = VerdictOf(ConnectionSecurity.StartTls, user, new SmtpFailure(SmtpStage.Auth, SmtpFault.CredentialsRefused, "no"), null, null);

        Assert.Equal((other, false, null), (verdict.Remedy.Settings!.UserName, verdict.Remedy.Verified, verdict.Remedy.VerifiedUpTo));
    }

    static IEnumerable<Postroom.Diagnosis.TestRemedy> All(RemedyVerdict verdict) =>
        [verdict.Remedy, .. verdict.Alternatives];

    static SmtpFailure Unknown(string problem) => new(
        SmtpStage.Tls, SmtpFault.CertificateNotTrusted, "not trusted", null, new TlsReport(null, null, [Certificate], [new CertificateProblem(problem, "not trusted")]));

    // One trial over STARTTLS at 587, and one without encryption at the port that was tested.
    static RemedyVerdict VerdictOf(
        ConnectionSecurity tested, string? user, SmtpFailure failure, TrialOutcome? encrypted, TrialOutcome? clear)
    {
        var request = Request(25, tested, user);
        List<Trial> trials = [];
        if (encrypted is not null) trials.Add(new Trial(Candidate(request, 587, ConnectionSecurity.StartTls), encrypted, TimeSpan.Zero));
        if (clear is not null) trials.Add(new Trial(Candidate(request, 25, ConnectionSecurity.None), clear, TimeSpan.Zero));
        return RemedyVerdicts.Of(failure, new RemedyFindings(trials, null), request);
    }

    static Candidate Candidate(Postroom.Diagnosis.TestRequest request, int port, ConnectionSecurity security)
    {
        var server = request.Server with { Endpoint = request.Server.Endpoint with { Port = port, Security = security } };
        return new Candidate(SuggestedSettings.Alternative(port, security), server, request.Identity, false);
    }
}
