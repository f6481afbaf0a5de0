using System.Net.Sockets;
using System.Text;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>Proves the mail server that the other scenarios rely on, by a client that is not Postroom's.</summary>
public sealed class PostfixTakesMail : IAsyncLifetime
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    PostfixServer? _started;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    PostfixServer Postfix => _started!;

    public async ValueTask InitializeAsync() => _started = await PostfixServer.StartOrSkipAsync(Token);

    public async ValueTask DisposeAsync()
    {
        if (_started is not null) await _started.DisposeAsync();
    }

    [Fact]
    public async Task On_every_port_into_a_real_mailbox_file()
    {
        using (var plain = await BareSmtp.ConnectAsync(Postfix.PlainPort, Token)) await SendAsync(plain, "plain");
        using (var upgraded = await BareSmtp.ConnectAsync(Postfix.StartTlsPort, Token))
        {
            await upgraded.ProbeAsync("EHLO client.test", Token);
            await upgraded.StartTlsAsync(Postfix.CaFile, Token);
            await SendAsync(upgraded, "starttls");
        }

        using (var implicitly = await BareSmtp.ConnectAsync(Postfix.SmtpsPort, Token, Postfix.CaFile)) await SendAsync(implicitly, "smtps");
        var (loggedIn, _) = await LoggedInAsync(Postfix.Password);
        using (loggedIn) await SendAsync(loggedIn, "login");

        var mails = await Postfix.WaitForMailAsync("bob", 4, Soon, Token);
        Assert.Equal(["login", "plain", "smtps", "starttls"], mails.Select(mail => mail.Header("Subject")).Order());
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_535()
    {
        var (connection, reply) = await LoggedInAsync("not the password");
        connection.Dispose();

        Assert.StartsWith("535 5.7.8", reply);
    }

    [Fact]
    public async Task Without_a_login_the_login_ports_take_nothing()
    {
        using var connection = await BareSmtp.ConnectAsync(Postfix.LoginSmtpsPort, Token, Postfix.CaFile);
        await connection.ProbeAsync("EHLO client.test", Token);

        var reply = await connection.SendAsync("bob@example.org", "no login", Token);

        Assert.StartsWith("554 5.7.1", reply);
    }

    [Fact]
    public async Task An_unknown_user_is_refused_with_550()
    {
        using var connection = await BareSmtp.ConnectAsync(Postfix.PlainPort, Token);
        await connection.ProbeAsync("EHLO client.test", Token);

        var reply = await connection.SendAsync("unknown@example.org", "nobody reads this", Token);

        Assert.StartsWith("550 5.1.1", reply);
    }

    [Fact]
    public async Task Stopped_it_refuses_connections_and_started_again_it_has_its_mail()
    {
        using (var before = await BareSmtp.ConnectAsync(Postfix.PlainPort, Token)) await SendAsync(before, "before");
        await Postfix.WaitForMailAsync("bob", 1, Soon, Token);

        await Postfix.StopAsync(Token);
        await Assert.ThrowsAsync<SocketException>(() => BareSmtp.ConnectAsync(Postfix.PlainPort, Token));
        await Postfix.StartAgainAsync(Token);
        using (var after = await BareSmtp.ConnectAsync(Postfix.PlainPort, Token)) await SendAsync(after, "after");

        var mails = await Postfix.WaitForMailAsync("bob", 2, Soon, Token);
        Assert.Equal(["before", "after"], mails.Select(mail => mail.Header("Subject")));
    }

    static async Task SendAsync(BareSmtp connection, string subject)
    {
        await connection.ProbeAsync("EHLO client.test", Token);
        var reply = await connection.SendAsync("bob@example.org", subject, Token);
        Assert.StartsWith("250 2.0.0", reply);
    }

    async Task<(BareSmtp Connection, string Reply)> LoggedInAsync(string password)
    {
        var connection = await BareSmtp.ConnectAsync(Postfix.LoginStartTlsPort, Token);
        await connection.ProbeAsync("EHLO client.test", Token);
        await connection.StartTlsAsync(Postfix.CaFile, Token);
        await connection.ProbeAsync("EHLO client.test", Token);
        var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Postfix.UserName}\0{password}"));
        return (connection, await connection.ProbeAsync("AUTH PLAIN " + secret, Token));
    }
}
