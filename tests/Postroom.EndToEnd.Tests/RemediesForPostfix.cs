using System.Text.Json;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>A real Postfix with Dovecot, set up wrongly in many ways: `postroom test --json` names each cause and finds what works.</summary>
public sealed class RemediesForPostfix(SharedPostfix server) : PostfixTrials(server), IClassFixture<SharedPostfix>
{
    [Fact]
    public async Task Everything_right_passes_and_tries_nothing()
    {
        var result = await TestAsync(Postfix.LoginStartTlsPort, "starttls", "--user", Postfix.UserName, "--to", "test@example.org");

        Assert.Equal((true, 0), (result.GetProperty("ok").GetBoolean(), result.GetProperty("tried").GetArrayLength()));
    }

    [Fact]
    public async Task A_closed_port() => await FindsAsync("connection-refused", Postfix.LoginStartTlsPort, "starttls", OtherServers.ClosedPort(), "starttls");

    [Fact]
    public async Task A_closed_port_for_somebody_who_wants_TLS_from_the_first_byte() =>
        await FindsAsync("connection-refused", Postfix.LoginSmtpsPort, "tls", OtherServers.ClosedPort(), "tls");

    [Fact]
    public async Task A_filtered_port() => await FindsAsync("timed-out-connect", Postfix.LoginStartTlsPort, "starttls", Others.Filtered(), "starttls");

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
    public async Task A_web_server_on_the_port() =>
        await FindsAsync("other-protocol-http", Postfix.LoginStartTlsPort, "starttls", await Others.WebAsync(Token), "starttls");

    [Fact]
    public async Task A_web_server_on_the_port_asked_for_TLS() =>
        await FindsAsync("other-protocol-http", Postfix.LoginSmtpsPort, "tls", await Others.WebAsync(Token), "tls");

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "other-protocol-ssh")]
    [InlineData("+OK Dovecot ready.\r\n", "other-protocol-pop3")]
    [InlineData("* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n", "other-protocol-imap")]
    [InlineData("what is this?\r\n", "malformed-reply")]
    [InlineData("554 5.7.1 No service for you\r\n", "service-refused")]
    [InlineData("421 4.7.0 Too many connections\r\n", "too-many-connections")]
    public async Task Another_greeting(string greeting, string cause)
    {
        var result = await TestAsync(Others.Greeting(greeting), "starttls", "--user", Postfix.UserName);

        Assert.Equal(cause, Cause(result));
        if (cause != "too-many-connections") Assert.Equal((Postfix.LoginStartTlsPort, true), (Settings(result).GetProperty("port").GetInt32(), IsVerified(result)));
    }

    [Fact]
    public async Task A_silent_server() => await FindsAsync("timed-out-greeting", Postfix.LoginStartTlsPort, "starttls", Others.Greeting(""), "starttls");

    [Fact]
    public async Task A_greeting_that_never_ends() =>
        await FindsAsync("greeting-too-slow", Postfix.LoginStartTlsPort, "starttls", Others.Greeting("220-mail.exam"), "starttls");

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

    async Task FindsAsync(string cause, int port, string security, int wrongPort, string wrongSecurity)
    {
        var result = await TestAsync(wrongPort, wrongSecurity, "--user", Postfix.UserName);

        Assert.Equal(
            (cause, port, security, true),
            (Cause(result), Settings(result).GetProperty("port").GetInt32(), Settings(result).GetProperty("security").GetString(), IsVerified(result)));
    }

    async Task<JsonElement> TestAsync(int port, string security, params string[] more)
    {
        string[] password = more.Contains("--user") && !more.Contains("--password-file") ? ["--password-file", await FileAsync("password", Postfix.Password)] : [];
        string[] from = more.Contains("--from") ? [] : ["--from", "test@example.org"];
        return await RunAsync(["--host", "localhost", "--port", Csv($"{port}"), "--security", security, "--ca", Postfix.CaFile, .. from, .. password, .. more]);
    }

    static string Cause(JsonElement result) => result.GetProperty("cause").GetProperty("id").GetString() ?? "";

    static JsonElement Settings(JsonElement result) => result.GetProperty("remedy").GetProperty("settings");

    static bool IsVerified(JsonElement result) => result.GetProperty("remedy").GetProperty("verified").GetBoolean();
}
