using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>
/// An authorization server on loopback: gives tokens at /token (RFC 6749) and tells a mail server at /introspect whether
/// one is good (RFC 7662). Every request for a token gives a new one; the older ones are good until they are withdrawn.
/// </summary>
sealed class TokenService : IAsyncDisposable
{
    readonly HttpListener _http = new();
    readonly ConcurrentDictionary<string, string> _good = new();
    readonly Task _serving;
    int _given;

    public TokenService()
    {
        Port = FreePort();
        _http.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _http.Start();
        _serving = ServeAsync();
    }

    public int Port { get; }

    public string TokenEndpoint => $"http://127.0.0.1:{Port}/token";

    public string Introspection => $"http://127.0.0.1:{Port}/introspect";

    /// <summary>The grants that were asked for, in order.</summary>
    public ConcurrentQueue<string> Grants { get; } = new();

    /// <summary>Refuses with this error; null: gives tokens.</summary>
    public string? Error { get; set; }

    /// <summary>A token that is good for a user without having been asked for.</summary>
    public void Allow(string token, string user) => _good[token] = user;

    /// <summary>No token given so far is good any more.</summary>
    public void WithdrawAll() => _good.Clear();

    public async ValueTask DisposeAsync()
    {
        _http.Close();
        await _serving;
    }

    async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _http.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var form = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
        var body = context.Request.Url!.AbsolutePath == "/token" ? Give(form["grant_type"] ?? "") : Introspect(form["token"] ?? "");
        context.Response.StatusCode = body.Contains("\"error\"", StringComparison.Ordinal) ? 400 : 200;
        context.Response.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    string Give(string grant)
    {
        Grants.Enqueue(grant);
        if (Error is { } error) return $$"""{"error":"{{error}}","error_description":"AADSTS7000222: The provided client secret keys are expired."}""";
        var token = $"token-{Interlocked.Increment(ref _given)}";
        _good[token] = "test";
        return $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"{{token}}"}""";
    }

    string Introspect(string token) => _good.TryGetValue(token, out var user)
        ? $$"""{"active":true,"username":"{{user}}"}"""
        : """{"active":false}""";

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
