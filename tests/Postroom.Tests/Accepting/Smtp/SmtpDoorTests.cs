using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Accepting;
using Postroom.Accepting.Raw;
using Postroom.Accepting.Smtp;
using Postroom.Tests.Support;

namespace Postroom.Tests.Accepting.Smtp;

/// <summary>Apps hand in mail by SMTP, through the clients that apps are built with.</summary>
public sealed class SmtpDoorTests
{
    const string Message = "From: Gitea <gitea@example.com>\r\nTo: b@example.org\r\nBcc: c@example.org\r\nMessage-ID: <77@gitea.example.com>\r\nDate: Tue, 01 Dec 2026 09:00:00 +0000\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n.dot\r\nend\r\n";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("python3", "send_smtp.py", "plain")]
    [InlineData("python3", "send_smtp.py", "starttls")]
    [InlineData("python3", "send_smtp.py", "tls")]
    [InlineData("node", "send_smtp.mjs", "plain")]
    [InlineData("node", "send_smtp.mjs", "starttls")]
    [InlineData("node", "send_smtp.mjs", "tls")]
    public async Task Takes_mail_of_the_clients_that_apps_are_built_with(string program, string script, string security)
    {
        await using var door = await SmtpDoorHost.StartAsync(
            ("Smtp:Tls:Port", "0"), ("Smtp:RequireAuthentication", "true"));
        var key = await door.KeyAsync("gitea");

        var answer = Assert.Single(await SendAsync(door, program, script, security, "gitea", key, Message));

        Assert.Equal("ok", answer);
        var (record, text) = Assert.Single(await door.MessagesAsync());
        Assert.Equal(("gitea", "bounce@example.com", "Grüße"), (record.App, record.EnvelopeSender, record.Subject));
        Assert.Equal(
            ["b@example.org", "c@example.org"], record.Deliveries.Select(delivery => delivery.Recipient).Order());
        Assert.EndsWith(
            Message.Replace("Bcc: c@example.org\r\n", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        Assert.StartsWith("Received: from ", text, StringComparison.Ordinal);
        Assert.Contains(security == "plain" ? "with ESMTPA " : "with ESMTPSA ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gitea", "wrong", "535 5.7.8")]
    [InlineData("other", null, "535 5.7.8")]
    [InlineData("-", null, "530 5.7.0")]
    public async Task Is_no_open_relay(string user, string? password, string answer)
    {
        await using var door = await SmtpDoorHost.StartAsync(("Smtp:RequireAuthentication", "true"));
        var key = await door.KeyAsync("gitea");

        Assert.StartsWith(
            answer,
            Assert.Single(await SendAsync(door, "python3", "send_smtp.py", "starttls", user, password ?? key, Message)), StringComparison.Ordinal);
        Assert.Empty(await door.MessagesAsync());
    }

    [Theory]
    [InlineData(
        "gitea@example.com",
            "553 5.7.1 The sender is bounce@example.com, which this app may not use as From. Allowed: post@example.com, gitea@example.com.")]
    [InlineData(
        "bounce@example.com",
            "550 5.7.1 The header From is gitea@example.com, which this app may not use as From. Allowed: post@example.com, bounce@example.com.")]
    [InlineData("*.example.com", "553 5.7.1 ")]
    [InlineData("example.com", "ok")]
    [InlineData("*", "ok")]
    public async Task An_app_sends_in_no_name_but_those_it_is_allowed(string senders, string answer)
    {
        await using var door = await SmtpDoorHost.StartAsync();
        var key = await door.KeyAsync("gitea", senders: senders);

        var said = Assert.Single(await SendAsync(door, "python3", "send_smtp.py", "plain", "gitea", key, Message));

        Assert.StartsWith(answer, said, StringComparison.Ordinal);
        Assert.Equal(answer == "ok" ? 1 : 0, (await door.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("From: Gitea <gitea@example.com>, boss@example.net\r\n")]
    [InlineData("From: gitea@example.com\r\nFrom: boss@example.net\r\n")]
    [InlineData("From: \"gitea@example.com\" <boss@example.net>\r\n")]
    [InlineData("From: gitea@example.com, boss\r\n")]
    public async Task Every_address_of_From_has_to_be_allowed(string from)
    {
        await using var door = await SmtpDoorHost.StartAsync();
        var key = await door.KeyAsync("gitea");

        var said = Assert.Single(await SendAsync(
            door, "python3", "send_smtp.py", "plain", "gitea", key, from + "Subject: x\r\n\r\nx\r\n"));

        Assert.StartsWith("550 5.7.1 The header From ", said, StringComparison.Ordinal);
        Assert.Empty(await door.MessagesAsync());
    }

    [Fact]
    public async Task A_key_that_may_not_send_hands_in_nothing()
    {
        await using var door = await SmtpDoorHost.StartAsync();
        var key = await door.KeyAsync("reader", AppScopes.All.First(scope => scope != AppScopes.Send));

        Assert.Contains(
            "scope send",
            Assert.Single(await SendAsync(door, "python3", "send_smtp.py", "plain", "reader", key, Message)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_this_machine_no_login_is_needed_unless_it_is_so_set()
    {
        await using var door = await SmtpDoorHost.StartAsync();

        Assert.Equal("ok", Assert.Single(await SendAsync(door, "python3", "send_smtp.py", "plain", "-", "-", Message)));
        Assert.Equal(RawSubmission.AppWithoutLogin, Assert.Single(await door.MessagesAsync()).Record.App);
    }

    [Fact]
    public async Task The_same_message_again_is_the_first_one()
    {
        await using var door = await SmtpDoorHost.StartAsync();
        var other = Message.Replace("<77@", "<78@", StringComparison.Ordinal);
        var changed = Message.Replace("end\r\n", "another end\r\n", StringComparison.Ordinal);
        var without = Message.Replace("Message-ID: <77@gitea.example.com>\r\n", "", StringComparison.Ordinal);

        var answers = await SendAsync(
            door, "python3", "send_smtp.py", "plain", "-", "-", Message, Message, other, changed, without, without);

        Assert.All(answers, answer => Assert.Equal("ok", answer));
        Assert.Equal(5, (await door.MessagesAsync()).Count);
    }

    [Fact]
    public async Task Too_many_connections_are_told_to_come_again_and_all_is_well_when_they_are_gone()
    {
        await using var door = await SmtpDoorHost.StartAsync(("Smtp:MaxConnections", "3"), ("Smtp:MaxConnectionsOfOneAddress", "2"));

        for (var round = 0; round < 3; round++)
        {
            var clients = new List<TcpClient>();
            for (var i = 0; i < 5; i++) clients.Add(await GreetedAsync(door, i < 2 ? "220 " : "421 4.3.2 "));
            foreach (var client in clients) client.Dispose();
            while (door.Get<SmtpDoor>().OpenConnections > 0) await Task.Yield();
        }
    }

    static async Task<TcpClient> GreetedAsync(SmtpDoorHost door, string greeting)
    {
        var client = new TcpClient();
        await client.ConnectAsync(door.Address, Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1, leaveOpen: true);
        Assert.StartsWith(greeting, await reader.ReadLineAsync(Token), StringComparison.Ordinal);
        return client;
    }

    [Fact]
    public async Task A_message_from_nobody_is_refused_by_name()
    {
        await using var door = await SmtpDoorHost.StartAsync();

        var answer = Assert.Single(
            await SendAsync(door, "python3", "send_smtp.py", "plain", "-", "-", "Subject: x\r\n\r\nx\r\n"));

        Assert.StartsWith("550 5.6.0 from is missing", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_behind_STARTTLS_in_the_clear_is_not_believed()
    {
        await using var door = await SmtpDoorHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(door.Address, Token);
        await using var stream = client.GetStream();

        await stream.WriteAsync("EHLO c\r\nSTARTTLS\r\nMAIL FROM:<a@example.com>\r\n"u8.ToArray(), Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);

        Assert.Contains("421 4.7.0 ", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start_and_names_the_cure()
    {
        await using var first = await SmtpDoorHost.StartAsync();
        await using var second = ActivatorUtilities.CreateInstance<SmtpDoor>(
            first.Services, new SmtpDoorAddress(first.Address, first.DataFolder));

        var fault = await Assert.ThrowsAsync<Postroom.Hosting.DoorClosedException>(() => second.StartAsync(Token));

        Assert.Contains("--smtp", fault.Message, StringComparison.Ordinal);
    }

    static async Task<string[]> SendAsync(
        SmtpDoorHost door, string program, string script, string security, string user, string password,
        params string[] messages)
    {
        var port = (security == "tls" ? door.Get<SmtpDoor>().TlsAddress! : door.Address).Port;
        var answer = await OtherReader.ProbeAsync(
            program, script, messages.Select(message => Encoding.UTF8.GetBytes(message)),
            $"{port}", security, user, password, "bounce@example.com", "b@example.org,c@example.org");
        return JsonSerializer.Deserialize<string[]>(answer)!;
    }
}
