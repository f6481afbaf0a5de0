using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>SIGTERM ends the real program soon, whatever clients are in the middle of.</summary>
public sealed class StopsInTime
{
    // 5 s are promised on a machine that is not busy with other tests; the host's whole time, which one client could use up, is 30 s.
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    static readonly TimeSpan LogDeadline = TimeSpan.FromSeconds(20);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_waits_for_no_client_that_drips()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);
        var sandbox = await SandboxPortAsync(program);
        await using var clients = new DrippingClients();
        var http = program.Address.Port;
        const string form = "Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        await clients.AddAsync(http, $"POST /sign-in HTTP/1.1\r\n{form}Content-Length: 90000\r\n\r\nemail=", "a");
        await clients.AddAsync(http, $"POST /setup HTTP/1.1\r\n{form}Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n");
        await clients.AddAsync(http, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "a");
        await clients.AddAsync(http, "PO", "");
        await clients.AddAsync(http, $"POST /api/v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {app.Key}\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{{\"to\":[\"", "a");
        await clients.AddAsync(http, "POST /hooks/none HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{", " ");
        await clients.AddAsync(http, string.Concat(Enumerable.Repeat("GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n", 500)), "");
        await clients.AddAsync(sandbox, "EHLO client.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n", "a");
        await clients.AddAsync(sandbox, "EHLO client.exa", "");
        await clients.AddAsync(sandbox, string.Concat(Enumerable.Repeat("NOOP\r\n", 20_000)), "");

        var watch = Stopwatch.StartNew();
        var code = await program.StopAsync(Token);

        Assert.Equal(0, code);
        Assert.True(watch.Elapsed < Soon, $"It took {watch.Elapsed}.");
        Assert.False(program.Output.Contains("nhandled", StringComparison.Ordinal), program.Output);
    }

    [Fact]
    public async Task A_stop_waits_for_no_live_test_of_a_silent_server()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var program = await PostroomProgram.StartAsync(Token);
        using var console = await SignedInAsync(program);
#pragma warning disable CA2025 // Awaited at the end; whatever fails before ends the test and the program with it.
        var test = TestAsync(console, ((IPEndPoint)silent.LocalEndpoint).Port);
#pragma warning restore CA2025
        using var tested = await silent.AcceptSocketAsync(Token);

        var watch = Stopwatch.StartNew();
        var code = await program.StopAsync(Token);

        Assert.Equal(0, code);
        Assert.True(watch.Elapsed < Soon, $"It took {watch.Elapsed}.");
        Assert.False(await test);
    }

    static async Task<int> SandboxPortAsync(PostroomProgram program)
    {
        var line = await program.WaitForLineAsync(line => line.Contains("sandbox mailbox listens on 127.0.0.1:", StringComparison.Ordinal), LogDeadline, Token);
        return int.Parse(Regex.Match(line, @"127\.0\.0\.1:(\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    static async Task<HttpClient> SignedInAsync(PostroomProgram program)
    {
        const string password = "four unrelated words here";
        var file = Path.Combine(program.DataFolder, "password.txt");
        await File.WriteAllTextAsync(file, password, Token);
        var made = await program.RunAsync(Token, "user", "create", "--email", "ann@example.com", "--name", "Ann", "--role", "administrator", "--password-file", file);
        Assert.Equal(("", 0), (made.Errors, made.ExitCode));

        var http = new HttpClient { BaseAddress = program.Address };
        var fields = new Dictionary<string, string> { ["__RequestVerificationToken"] = await FormTokenAsync(http, "/sign-in"), ["email"] = "ann@example.com", ["password"] = password };
        using var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent(fields), Token);
        answer.EnsureSuccessStatusCode();
        return http;
    }

    static async Task<string> FormTokenAsync(HttpClient http, string page) => Regex.Match(
        await http.GetStringAsync(page, Token), """name="__RequestVerificationToken" value="([^"]+)""", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    /// <summary>Whether the page of the test came to its end.</summary>
    static async Task<bool> TestAsync(HttpClient console, int port)
    {
        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await FormTokenAsync(console, "/mail-server"),
            ["action"] = "test",
            ["Configuration"] = "custom",
            ["Host"] = "127.0.0.1",
            ["Security"] = "none",
            ["Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Anonymous"] = "true",
            ["From"] = "a@example.com",
        };
        try
        {
            using var answer = await console.PostAsync("/mail-server", new FormUrlEncodedContent(fields), Token);
            return (await answer.Content.ReadAsStringAsync(Token)).Contains("</html>", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Clients that begin something, go on a little at a time, never end, and never read.</summary>
    sealed class DrippingClients : IAsyncDisposable
    {
        static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(20);

        readonly CancellationTokenSource _end = new();
        readonly List<Task> _running = [];

        /// <summary>Connects and sends the beginning.</summary>
        public async Task AddAsync(int port, string beginning, string drop)
        {
            var client = new TcpClient { ReceiveBufferSize = 4_096 };
            await client.ConnectAsync(IPAddress.Loopback, port, Token);
            _running.Add(DripAsync(client, Encoding.ASCII.GetBytes(beginning), Encoding.ASCII.GetBytes(drop)));
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAll(_running);
            _end.Dispose();
        }

        async Task DripAsync(TcpClient client, byte[] beginning, byte[] drop)
        {
            using var timer = new PeriodicTimer(Drip);
            try
            {
                await client.GetStream().WriteAsync(beginning, _end.Token);
                while (await timer.WaitForNextTickAsync(_end.Token)) await client.GetStream().WriteAsync(drop, _end.Token);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                client.Dispose(); // The program has cut it, or the test is over.
            }
        }
    }
}
