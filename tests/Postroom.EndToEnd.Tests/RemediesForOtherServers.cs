using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>
/// What answers on the port is no mail server, or nothing does: `postroom test --json` names the cause and finds the real
/// Postfix beside it. A class of its own, so that the patience of its timeouts runs beside <see cref="RemediesForPostfix"/>.
/// </summary>
public sealed class RemediesForOtherServers(SharedPostfix server) : RemedyTrials(server), IClassFixture<SharedPostfix>
{
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
    public async Task A_filtered_port() => await FindsAsync("timed-out-connect", Postfix.LoginStartTlsPort, "starttls", Others.Filtered(), "starttls");

    [Fact]
    public async Task A_closed_port() => await FindsAsync("connection-refused", Postfix.LoginStartTlsPort, "starttls", OtherServers.ClosedPort(), "starttls");

    [Fact]
    public async Task A_closed_port_for_somebody_who_wants_TLS_from_the_first_byte() =>
        await FindsAsync("connection-refused", Postfix.LoginSmtpsPort, "tls", OtherServers.ClosedPort(), "tls");
}
