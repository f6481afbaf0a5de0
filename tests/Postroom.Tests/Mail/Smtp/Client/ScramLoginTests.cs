using Postroom.Mail.Smtp.Client;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>SCRAM against a server of another make, bound to the channel and not.</summary>
public sealed class ScramLoginTests
{
    const string All = "SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS";

    [Theory]
    [InlineData("SCRAM-SHA-1", true, "y,,", "SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-1 SCRAM-SHA-256", true, "y,,", "SCRAM-SHA-256")]
    [InlineData(All, true, "p=tls-server-end-point,,", "SCRAM-SHA-256-PLUS")]
    [InlineData("SCRAM-SHA-1 SCRAM-SHA-1-PLUS", true, "p=tls-server-end-point,,", "SCRAM-SHA-1-PLUS")]
    [InlineData("SCRAM-SHA-256", false, "n,,", "SCRAM-SHA-256")]
    public async Task Signs_in_with_the_strongest_and_says_honestly_whether_it_could_bind(string offer, bool tls, string gs2, string mechanism)
    {
        var (outcome, seen) = await ScramOracle.SignInAsync(new() { ["offer"] = offer, ["tls"] = tls });

        Assert.IsType<OpenOutcome.Opened>(outcome);
        Assert.Equal((gs2, mechanism, true), (Assert.Single(seen.Gs2), Assert.Single(seen.Mechanisms), seen.Ok));
    }

    [Fact]
    public async Task A_server_that_wants_another_binding_gets_none_and_is_told_so()
    {
        var (outcome, seen) = await ScramOracle.SignInAsync(new() { ["offer"] = "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", ["binding"] = "tls-exporter" });

        Assert.IsType<OpenOutcome.Opened>(outcome);
        Assert.Equal(["p=tls-server-end-point,,", "n,,"], seen.Gs2);
    }

    [Fact]
    public async Task Forced_the_unbound_form_does_not_claim_that_the_bound_one_was_missing()
    {
        var (outcome, seen) = await ScramOracle.SignInAsync(new() { ["offer"] = All }, new SmtpCredentials(ScramOracle.User, ScramOracle.Password, "SCRAM-SHA-256"));

        Assert.IsType<OpenOutcome.Opened>(outcome);
        Assert.Equal(["n,,"], seen.Gs2);
    }

    [Theory, InlineData("signature"), InlineData("none")]
    public async Task A_server_that_does_not_prove_that_it_knows_the_password_gets_no_mail(string lie)
    {
        var (outcome, _) = await ScramOracle.SignInAsync(new() { ["offer"] = "SCRAM-SHA-256", ["lie"] = lie });

        Assert.Equal(SmtpFault.ServerNotGenuine, Assert.IsType<OpenOutcome.Failed>(outcome).Failure.Fault);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_not_tried_in_other_ways()
    {
        var (outcome, seen) = await ScramOracle.SignInAsync(new() { ["offer"] = "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN" }, new SmtpCredentials(ScramOracle.User, "wrong"));

        Assert.Equal(SmtpFault.CredentialsRefused, Assert.IsType<OpenOutcome.Failed>(outcome).Failure.Fault);
        Assert.Equal(["SCRAM-SHA-256"], seen.Mechanisms);
    }

    [Theory, InlineData("a=b,c", "p,=w"), InlineData("jürgen", "paß\u00A0wort"), InlineData("user", "IX\u2168")]
    public async Task User_names_and_passwords_of_all_kinds_are_prepared_and_escaped(string user, string password)
    {
        var prepared = password.Replace('\u00A0', ' ').Replace("\u2168", "IX", StringComparison.Ordinal);

        var (outcome, seen) = await ScramOracle.SignInAsync(
            new() { ["offer"] = "SCRAM-SHA-256", ["user"] = user, ["password"] = prepared }, new SmtpCredentials(user, password));

        Assert.IsType<OpenOutcome.Opened>(outcome);
        Assert.True(seen.Ok);
    }
}
