using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using static Postroom.Tests.Diagnosis.Remedies.RemedyRuns;

namespace Postroom.Tests.Diagnosis.Remedies;

public sealed class TestVerdictsTests
{
    static readonly SmtpFailure Silent = new(SmtpStage.Connect, SmtpFault.TimedOut, "no answer");

    [Theory]
    [InlineData(SmtpStage.Auth, "port-25-blocked"), InlineData(SmtpStage.Greeting, "port-25-blocked")]
    [InlineData(SmtpStage.Connect, "timed-out-connect")]
    public void Port_25_is_blocked_on_the_way_where_another_port_of_the_host_connects(SmtpStage reached, string id) =>
        Assert.Equal(id, Verdict(25, 587, reached));

    [Fact]
    public void Another_silent_port_is_not_called_a_block_of_port_25() =>
        Assert.Equal("timed-out-connect", Verdict(587, 465, SmtpStage.Auth));

    [Theory, InlineData("example-com.mail.protection.outlook.com", "smtp.office365.com"), InlineData("aspmx.l.google.com", "smtp.gmail.com")]
    public void A_login_at_the_door_for_incoming_mail_is_sent_to_the_server_for_sending(string exchanger, string host)
    {
        var request = Request(25, ConnectionSecurity.StartTls, host: exchanger);

        var verdict = RemedyVerdicts.Of(
            new SmtpFailure(SmtpStage.Auth, SmtpFault.AuthNotOffered, "no login"), RemedyFindings.None, request);

        Assert.Equal(("incoming-door", host, 587, false), (verdict.Cause.Id, verdict.Remedy.Settings!.Host, verdict.Remedy.Settings.Port, verdict.Remedy.Verified));
    }

    [Fact]
    public void A_trial_that_met_another_service_behind_TLS_decides_the_sentence()
    {
        var request = Request(993, ConnectionSecurity.StartTls);
        var server = request.Server with { Endpoint = request.Server.Endpoint with { Security = ConnectionSecurity.Tls } };
        var fell = new TrialOutcome.Fell(new SmtpFailure(SmtpStage.Greeting, SmtpFault.OtherProtocol, "IMAP") { Service = OtherService.Imap });
        var trial = new Trial(new Candidate(SuggestedSettings.Alternative(993, ConnectionSecurity.Tls), server, request.Identity, false), fell, TimeSpan.Zero);

        var verdict = RemedyVerdicts.Of(
            new SmtpFailure(SmtpStage.Greeting, SmtpFault.TlsOnPlaintextPort, "TLS"),
            new RemedyFindings([trial], null), request);

        Assert.Equal(("other-protocol-imap", null), (verdict.Cause.Id, verdict.Remedy.Settings));
    }

    [Theory, InlineData((byte)40, "tls-no-common-cipher"), InlineData((byte)71, "tls-no-common-cipher"), InlineData((byte)112, "tls-name-unknown"), InlineData((byte)80, "tls-failed")]
    public void An_alert_has_its_own_words(byte alert, string id)
    {
        var failure = new SmtpFailure(SmtpStage.Tls, SmtpFault.TlsFailed, "alert") { TlsAlert = alert };

        Assert.Equal(
            id, RemedyVerdicts.Of(failure, RemedyFindings.None, Request(587, ConnectionSecurity.StartTls)).Cause.Id);
    }

    [Theory, InlineData("localhost", true), InlineData("127.0.0.1", true), InlineData("mail.example.com", false)]
    public void Who_is_refused_at_localhost_hears_of_containers(string host, bool isSaid)
    {
        var refused = new SmtpFailure(SmtpStage.Connect, SmtpFault.ConnectionRefused, "refused");

        var verdict = RemedyVerdicts.Of(
            refused, RemedyFindings.None, Request(25, ConnectionSecurity.None, user: null, host: host));

        Assert.Equal(isSaid, verdict.Remedy.Text.Contains("Inside a container", StringComparison.Ordinal));
    }

    static string Verdict(int port, int tried, SmtpStage reached)
    {
        var request = Request(port, ConnectionSecurity.StartTls);
        var server = request.Server with { Endpoint = request.Server.Endpoint with { Port = tried } };
        var fell = new TrialOutcome.Fell(new SmtpFailure(reached, SmtpFault.TimedOut, "no answer"));
        var trial = new Trial(new Candidate(SuggestedSettings.Alternative(tried, ConnectionSecurity.StartTls), server, request.Identity, false), fell, TimeSpan.Zero);
        return RemedyVerdicts.Of(Silent, new RemedyFindings([trial], null), request).Cause.Id;
    }
}
