using Postroom.Diagnosis;
using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using static Postroom.Tests.Diagnosis.Remedies.RemedyRuns;

namespace Postroom.Tests.Diagnosis.Remedies;

/// <summary>What is tried instead differs from what was tested only in what is suggested, and is worth a try.</summary>
public sealed class CandidatesTests
{
    static readonly SubmissionPort[] Ports = [StartTlsAt(587), new(465, ConnectionSecurity.Tls)];
    static readonly string?[] Mechanisms = [null, "PLAIN", "CRAM-MD5", "SCRAM-SHA-256"];

    static IEnumerable<(TestRequest Request, Candidate Candidate)> AllWithLogin =>
        from security in Enum.GetValues<ConnectionSecurity>()
        from mechanism in Mechanisms
        from isTyped in new[] { true, false }
        from fault in Enum.GetValues<SmtpFault>()
        from stage in Enum.GetValues<SmtpStage>()
        let request = With(Request(25, security, "bob"), mechanism) with { IsPasswordTyped = isTyped }
        from candidate in After(request, new SmtpFailure(stage, fault, "so it was"))
        select (request, candidate);

    [Fact]
    public void A_password_goes_by_no_weaker_way_and_under_no_other_name() =>
        Assert.All(AllWithLogin.Where(each => MaySend(each.Candidate)), each => Assert.Equal(
            (true, "bob", true),
            (Protection.Of(each.Candidate.Server.Endpoint, each.Candidate.Server.Options) >= Protection.Of(each.Request.Server.Endpoint, each.Request.Server.Options),
                each.Candidate.Server.Options.Credentials!.UserName,
                each.Candidate.Server.Options.Credentials.AtLeast >= SmtpCredentials.StrengthOf(each.Request.Server.Options.Credentials!.Mechanism))));

    [Fact]
    public void A_login_is_never_tried_without_encryption() =>
        Assert.DoesNotContain(AllWithLogin, each => each.Candidate.Settings.Security == "none");

    [Fact]
    public void A_stored_password_goes_nowhere_else() =>
        Assert.DoesNotContain(AllWithLogin, each =>
            !each.Request.IsPasswordTyped && MaySend(each.Candidate) && each.Candidate.Server.Endpoint != each.Request.Server.Endpoint);

    [Fact]
    public void A_trial_may_sign_in_no_weaker_than_the_test_did()
    {
        var request = Request(25, ConnectionSecurity.StartTls);
        var options = request.Server.Options with { Credentials = new SmtpCredentials("bob", Password) { AtLeast = LoginStrength.Proven } };

        var candidates = After(request with { Server = request.Server with { Options = options } }, new SmtpFailure(SmtpStage.RcptTo, SmtpFault.Refused, "", RelayDenied));

        Assert.All(candidates, candidate => Assert.Equal(LoginStrength.Proven, candidate.Server.Options.Credentials!.AtLeast));
    }

    [Theory]
    [InlineData(SmtpFault.TlsOnPlaintextPort, SmtpStage.Greeting, ConnectionSecurity.StartTls, "tls")]
    [InlineData(SmtpFault.PlaintextOnTlsPort, SmtpStage.Tls, ConnectionSecurity.Tls, "starttls none")]
    [InlineData(SmtpFault.StartTlsNotOffered, SmtpStage.StartTls, ConnectionSecurity.StartTls, "none")]
    [InlineData(SmtpFault.OtherProtocol, SmtpStage.Greeting, ConnectionSecurity.StartTls, "")]
    [InlineData(SmtpFault.OtherProtocol, SmtpStage.Tls, ConnectionSecurity.Tls, "")]
    [InlineData(SmtpFault.ConnectionRefused, SmtpStage.Connect, ConnectionSecurity.StartTls, "")]
    [InlineData(SmtpFault.Unreachable, SmtpStage.Connect, ConnectionSecurity.Tls, "")]
    [InlineData(SmtpFault.MalformedReply, SmtpStage.Greeting, ConnectionSecurity.StartTls, "none")]
    [InlineData(SmtpFault.TimedOut, SmtpStage.Greeting, ConnectionSecurity.None, "starttls")]
    [InlineData(SmtpFault.ConnectionLost, SmtpStage.Greeting, ConnectionSecurity.StartTls, "tls none")]
    [InlineData(SmtpFault.TimedOut, SmtpStage.Ehlo, ConnectionSecurity.Tls, "")]
    public void What_is_known_of_the_port_is_not_tried_again(SmtpFault fault, SmtpStage stage, ConnectionSecurity security, string tried)
    {
        var candidates = After(Request(25, security, user: null), new SmtpFailure(stage, fault, "so it was"));

        Assert.Equal(tried, string.Join(' ', candidates.Where(candidate => candidate.Server.Endpoint.Port == 25).Select(candidate => candidate.Settings.Security)));
    }

    [Fact]
    public void A_login_by_token_stays_one()
    {
        var tokens = new GivenToken("ya29.token");
        var request = Request(25, ConnectionSecurity.StartTls);
        var options = request.Server.Options with { Credentials = new SmtpCredentials("ann@example.com", "") { Tokens = tokens } };

        var candidates = new Candidates(request with { Server = request.Server with { Options = options } }, [StartTlsAt(587)])
            .After(new SmtpFailure(SmtpStage.Connect, SmtpFault.ConnectionRefused, "refused"), "connection-refused");

        Assert.Same(tokens, Assert.Single(candidates).Server.Options.Credentials?.Tokens);
    }

    static Reply RelayDenied => new(554, null, ["5.7.1 relay access denied"]);

    static IReadOnlyList<Candidate> After(TestRequest request, SmtpFailure failure) =>
        new Candidates(request, Ports).After(failure, FailureExplainer.IdOf(failure));

    static bool MaySend(Candidate candidate) => candidate is { StopsBeforeSignIn: false, Server.Options.Credentials: not null };

    static TestRequest With(TestRequest request, string? mechanism)
    {
        var options = request.Server.Options;
        return request with { Server = request.Server with { Options = options with { Credentials = options.Credentials! with { Mechanism = mechanism } } } };
    }
}
