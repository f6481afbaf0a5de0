using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Postroom.Tests.MailServers.OAuth;

/// <summary>A token endpoint on loopback that gives the answers it was told to, the last one for ever, and keeps what it was asked.</summary>
sealed class TokenServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<string> _answers = new();
    readonly Task _serving;

    public TokenServer(params string[] answers)
    {
        foreach (var answer in answers) _answers.Enqueue(answer);
        _listener.Start();
        Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/token"));
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>The forms that were sent.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Asked { get; } = new();

    /// <summary>Answers wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>An answer with a token.</summary>
    public static string Token(string token, int lifetime = 3_600, string more = "") =>
        Json(200, $$"""{"token_type":"Bearer","expires_in":{{lifetime.ToString(CultureInfo.InvariantCulture)}},"access_token":"{{token}}"{{more}}}""");

    /// <summary>An answer that refuses.</summary>
    public static string Error(string error, string description = "", int status = 400) =>
        Json(status, $$"""{"error":"{{error}}","error_description":"{{description}}"}""");

    public static string Json(int status, string body, string headers = "") => string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                await AnswerAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    async Task AnswerAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var length = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(line[15..], CultureInfo.InvariantCulture);
        var body = new char[length];
        await reader.ReadBlockAsync(body, _stop.Token);
        Asked.Enqueue(QueryHelpers.ParseQuery(new string(body)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
        await Gate.WaitAsync(_stop.Token);
        var answer = _answers.Count > 1 && _answers.TryDequeue(out var next) ? next : _answers.TryPeek(out next) ? next : "";
        try { await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token); }
        catch (IOException) when (answer.Length > 1_000) { } // who has read enough may go
    }
}
