using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>A real Postfix with Dovecot, set up wrongly in many ways: `postroom test --json` names each cause and finds what works.</summary>
public sealed class RemediesForPostfix(SharedPostfix server) : RemedyTrials(server), IClassFixture<SharedPostfix>
{
    [Fact]
    public async Task Everything_right_passes_and_tries_nothing()
    {
        var result = await TestAsync(Postfix.LoginStartTlsPort, "starttls", "--user", Postfix.UserName, "--to", "test@example.org");

        Assert.Equal((true, 0), (result.GetProperty("ok").GetBoolean(), result.GetProperty("tried").GetArrayLength()));
    }

    [Fact]
    public async Task A_plain_server_where_TLS_was_expected() =>
        await FindsAsync("plaintext-on-tls-port", Postfix.LoginStartTlsPort, "starttls", Postfix.LoginStartTlsPort, "tls");

    [Fact]
    public async Task A_TLS_server_where_plaintext_was_expected() =>
        await FindsAsync("tls-on-plaintext-port", Postfix.LoginSmtpsPort, "tls", Postfix.LoginSmtpsPort, "starttls");

    [Fact]
    public async Task A_server_without_STARTTLS() =>
        await FindsAsync("start-tls-not-offered", Postfix.LoginStartTlsPort, "starttls", Postfix.LoginPlainPort, "starttls");

    [Fact]
    public async Task A_login_where_none_is_offered() =>
        await FindsAsync("auth-not-offered", Postfix.LoginStartTlsPort, "starttls", Postfix.StartTlsPort, "starttls");

    [Fact]
    public async Task A_name_that_is_not_found()
    {
        var result = await RunAsync("--host", "mail.no-such-domain.invalid", "--security", "starttls");

        Assert.Contains(Cause(result), new[] { "name-not-found", "dns-unavailable" });
        Assert.False(IsVerified(result));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_offered_nothing()
    {
        var wrong = await FileAsync("wrong", "not the password");

        var result = await TestAsync(Postfix.LoginStartTlsPort, "starttls", "--user", Postfix.UserName, "--password-file", wrong);

        Assert.Equal(("auth-wrong", false), (Cause(result), IsVerified(result)));
    }

    [Fact]
    public async Task An_unknown_authority_is_shown_and_not_trusted()
    {
        var result = await RunAsync("--host", "localhost", "--port", Csv($"{Postfix.SmtpsPort}"), "--security", "tls");

        Assert.Equal(("certificate-unknown-issuer", false), (Cause(result), IsVerified(result)));
        Assert.Equal(result.GetProperty("tls").GetProperty("chain")[0].GetProperty("sha256").GetString(), Settings(result).GetProperty("pinnedCertificate").GetString());
    }

    [Fact]
    public async Task An_EHLO_name_that_is_refused()
    {
        var result = await TestAsync(Postfix.StartTlsPort, "starttls", "--helo", "refused.example.net", "--to", "test@example.org");

        Assert.Equal(("ehlo-refused", true), (Cause(result), IsVerified(result)));
        Assert.NotEqual("refused.example.net", Settings(result).GetProperty("ehloName").GetString());
    }

    [Fact]
    public async Task A_sender_that_the_login_does_not_own()
    {
        var user = $"{Postfix.UserName}@example.org";
        var result = await TestAsync(
            Postfix.LoginStartTlsPort, "starttls", "--user", user, "--from", "stranger@example.net", "--to", "test@example.org");

        Assert.Equal(("sender-not-owned", user, true), (Cause(result), Settings(result).GetProperty("from").GetString(), IsVerified(result)));
    }

    [Fact]
    public async Task A_relay_that_wants_a_login()
    {
        var result = await TestAsync(Postfix.StartTlsPort, "starttls", "--to", "somebody@elsewhere.example");

        Assert.Equal(("relay-denied", false), (Cause(result), IsVerified(result)));
        Assert.False(Settings(result).GetProperty("anonymous").GetBoolean());
    }

    [Fact]
    public async Task No_remedies_are_tried_where_none_are_wanted()
    {
        var result = await TestAsync(OtherServers.ClosedPort(), "starttls", "--no-remedies");

        Assert.Equal(0, result.GetProperty("tried").GetArrayLength());
    }
}
