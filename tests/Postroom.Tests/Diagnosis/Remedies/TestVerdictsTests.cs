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

    static string Verdict(int port, int tried, SmtpStage reached)
    {
        var request = Request(port, ConnectionSecurity.StartTls);
        var server = request.Server with { Endpoint = request.Server.Endpoint with { Port = tried } };
        var fell = new TrialOutcome.Fell(new SmtpFailure(reached, SmtpFault.TimedOut, "no answer"));
        var trial = new Trial(new Candidate(SuggestedSettings.Way(tried, ConnectionSecurity.StartTls), server, request.Identity, false), fell, TimeSpan.Zero);
        return TestVerdicts.Of(Silent, new RemedyFindings([trial], null), request).Cause.Id;
    }
}
