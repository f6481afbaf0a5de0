using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Sandbox;
using Postroom.Sqlite;
using Postroom.Tests.Contracts;
using Postroom.Tests.Sqlite;

namespace Postroom.Tests.Sandbox;

public sealed class SandboxReceiverTests : IAsyncLifetime
{
    readonly DataFolder _folder = new();
    readonly SqliteTestStore _store;
    readonly List<int?> _ports = [];
    readonly SandboxReceiver _receiver;
    long _freeBytes = long.MaxValue;

    public SandboxReceiverTests()
    {
        _store = _folder.OpenStore(options: new SqliteOptions { FreeBytes = _ => Volatile.Read(ref _freeBytes) });
        _receiver = new SandboxReceiver(_store.Sandbox, TimeProvider.System, NullLoggerFactory.Instance, _ports.Add);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _receiver.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Stores_what_Python_sends()
    {
        await RunPythonAsync("""
            from email.message import EmailMessage
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.org", "From Python"
            message.set_content(".dot\n..two\n")
            with smtplib.SMTP("127.0.0.1", port) as server:
                server.send_message(message)
                server.send_message(message, to_addrs=["c@example.org", "d@example.org"])
            """);

        var messages = await MessagesAsync();
        Assert.Equal(["b@example.org", "c@example.org", "d@example.org"], messages.SelectMany(message => message.Recipients));
        Assert.All(messages, message => Assert.EndsWith("\r\n\r\n.dot\r\n..two\r\n", Encoding.UTF8.GetString(message.Bytes.Span)));
        Assert.All(messages, message => Assert.Equal(("a@example.com", "From Python"), (message.From, message.Subject)));
    }

    [Fact]
    public async Task Stores_a_megabyte_to_the_byte()
    {
        await RunPythonAsync("""
            body = "".join("%06d %s\r\n" % (i, "." * (i % 60)) for i in range(30000))
            with smtplib.SMTP("127.0.0.1", port) as server:
                server.sendmail("a@example.com", ["b@example.org"], "Subject: large\r\n\r\n" + body)
            """);

        var expected = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i:D6} {new string('.', i % 60)}\r\n"));
        Assert.Equal($"Subject: large\r\n\r\n{expected}", Encoding.UTF8.GetString(Assert.Single(await MessagesAsync()).Bytes.Span));
    }

    [Fact]
    public async Task Takes_addresses_in_UTF_8_from_Python()
    {
        await RunPythonAsync("""
            with smtplib.SMTP("127.0.0.1", port) as server:
                server.ehlo()
                server.sendmail("送@example.com", ["受@example.org"], "Subject: x\r\n\r\ny\r\n", mail_options=["SMTPUTF8", "BODY=8BITMIME"])
            """);

        var message = Assert.Single(await MessagesAsync());
        Assert.Equal(("送@example.com", "受@example.org"), (message.EnvelopeSender, message.Recipients[0]));
    }

    [Fact]
    public async Task On_a_full_disk_answers_452_and_stores_nothing()
    {
        Volatile.Write(ref _freeBytes, 0);

        var output = await RunPythonAsync("""
            with smtplib.SMTP("127.0.0.1", port) as server:
                try:
                    server.sendmail("a@example.com", ["b@example.org"], "Subject: x\r\n\r\ny\r\n")
                except smtplib.SMTPDataError as refusal:
                    print(refusal.smtp_code)
            """);

        Assert.Equal("452", output.Trim());
        Assert.Empty(await MessagesAsync());
    }

    [Fact]
    public async Task Serves_many_sessions_at_once()
    {
        await RunPythonAsync("""
            import threading
            def send():
                with smtplib.SMTP("127.0.0.1", port) as server:
                    for _ in range(5):
                        server.sendmail("a@example.com", ["b@example.org"], "Subject: x\r\n\r\ny\r\n")
            threads = [threading.Thread(target=send) for _ in range(20)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            """);

        Assert.Equal(100, (await MessagesAsync()).Count);
    }

    [Fact]
    public async Task Turns_sessions_away_beyond_its_bound()
    {
        var clients = new List<TcpClient>();
        for (var i = 0; i < SandboxReceiver.MaximumSessions; i++) clients.Add((await ConnectAsync()).Client);

        var (client, greeting) = await ConnectAsync();

        Assert.StartsWith("421 4.3.2 ", greeting);
        clients.ForEach(open => open.Dispose());
        client.Dispose();
    }

    [Fact]
    public async Task Says_goodbye_to_idle_sessions_when_it_stops()
    {
        var (client, _) = await ConnectAsync();
        using var reader = new StreamReader(client.GetStream());

        await _receiver.StopAsync(Token);

        Assert.StartsWith("421 4.3.2 ", await reader.ReadToEndAsync(Token));
        client.Dispose();
    }

    [Fact]
    public async Task Tells_its_port_when_it_listens_and_null_when_it_stops()
    {
        var port = _receiver.Port;

        await _receiver.StopAsync(Token);

        Assert.NotNull(port);
        Assert.Equal([port, null], _ports);
    }

    [Fact]
    public async Task Listens_on_loopback_alone()
    {
        var addresses = (await Dns.GetHostAddressesAsync(Dns.GetHostName(), Token)).Where(address => !IPAddress.IsLoopback(address) && address.AddressFamily == AddressFamily.InterNetwork);

        foreach (var address in addresses)
        {
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(address, _receiver.Port!.Value, Token).AsTask());
        }
    }

    async Task<IReadOnlyList<SandboxMessage>> MessagesAsync()
    {
        var messages = new List<SandboxMessage>();
        foreach (var summary in (await _store.Sandbox.ListAsync(null, null, 1_000, Token)).Reverse())
            messages.Add((await _store.Sandbox.FindAsync(summary.Id, Token))!.Message);
        return messages;
    }

    async Task<(TcpClient Client, string? Greeting)> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _receiver.Port!.Value, Token);
        using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
        return (client, await reader.ReadLineAsync(Token));
    }

    /// <summary>Python's own SMTP client: software that has never seen this code.</summary>
    async Task<string> RunPythonAsync(string script)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-");
        using var python = Process.Start(start)!;
        await python.StandardInput.WriteAsync($"import smtplib\nport = {_receiver.Port}\n{script}\n");
        python.StandardInput.Close();
        var output = await python.StandardOutput.ReadToEndAsync(Token);
        var errors = await python.StandardError.ReadToEndAsync(Token);
        await python.WaitForExitAsync(Token);
        Assert.True(python.ExitCode == 0, errors);
        return output;
    }
}
