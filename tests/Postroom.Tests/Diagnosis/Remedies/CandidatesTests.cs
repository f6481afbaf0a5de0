using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Tests.Diagnosis.Remedies;

/// <summary>What is tried instead differs from what was tested only in what is suggested.</summary>
public sealed class CandidatesTests
{
    [Fact]
    public void A_login_by_token_stays_one()
    {
        var tokens = new GivenToken("ya29.token");
        var request = RemedyRuns.Request(25, ConnectionSecurity.StartTls);
        var options = request.Server.Options with { Credentials = new SmtpCredentials("ann@example.com", "") { Tokens = tokens } };

        var candidates = new Candidates(request with { Server = request.Server with { Options = options } }, [RemedyRuns.StartTlsAt(587)])
            .After(new SmtpFailure(SmtpStage.Connect, SmtpFault.ConnectionRefused, "refused"), "connection-refused");

        Assert.Same(tokens, Assert.Single(candidates).Server.Options.Credentials?.Tokens);
    }
}
