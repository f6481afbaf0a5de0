using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>What bad input gets over HTTP: a problem that names the field, and nothing stored.</summary>
public sealed class BadRequests(BadRequests.Running running) : IClassFixture<BadRequests.Running>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "subjekt": "x" }""", "subjekt")]
    [InlineData("""{ "to": ["not an address"], "subject": "s", "text": "t" }""", "to[0]")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s\r\nBcc: b@example.org", "text": "t" }""", "subject")]
    public async Task A_wrong_field_is_named_in_problem_json(string json, string field)
    {
        using var response = await running.App.PostRawAsync(Json(json), Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory, InlineData("after=abc", "after"), InlineData("limit=0", "limit"), InlineData("limit=1001", "limit"), InlineData("after=-1", "after")]
    public async Task A_wrong_number_in_the_query_of_events_is_named(string query, string field)
    {
        using var response = await running.App.GetAsync($"/api/v1/events?{query}", Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory, InlineData("{"), InlineData("[]"), InlineData("null"), InlineData(""), InlineData("""{ "to": "a@example.org" }"""), InlineData("""{ "subject": "a", "subject": "b" }""")]
    public async Task What_is_no_such_object_is_a_bad_request(string json)
    {
        using var response = await running.App.PostRawAsync(Json(json), Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task What_is_not_json_is_an_unsupported_media_type()
    {
        using var response = await running.App.PostRawAsync(new StringContent("to=a@example.org", Encoding.UTF8, "application/x-www-form-urlencoded"), Token);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(running.Program.Address.Host, running.Program.Address.Port, Token);
        var head = $"POST /api/v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {running.App.Key}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 209715200\r\n\r\n";

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Token);

        using var answer = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await answer.ReadLineAsync(Token));
    }

    [Fact]
    public async Task An_address_that_is_none_gets_a_problem_and_no_page()
    {
        using var http = new HttpClient { BaseAddress = running.Program.Address };

        using var response = await http.GetAsync("/api/v2/messages", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_missing_key_is_asked_for()
    {
        using var http = new HttpClient { BaseAddress = running.Program.Address };

        using var response = await http.PostAsync("/api/v1/messages", Json("{}"), Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task The_same_key_for_another_request_is_refused()
    {
        using var first = await running.App.PostAsync(new { to = new[] { "a@example.org" }, subject = "one", text = "t" }, Token, "twice");

        using var second = await running.App.PostAsync(new { to = new[] { "a@example.org" }, subject = "two", text = "t" }, Token, "twice");

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
    }

    [Fact]
    public async Task The_same_request_with_the_same_key_is_answered_with_the_same_message()
    {
        var message = new { to = new[] { "a@example.org" }, subject = "one", text = "t" };
        using var first = await running.App.PostAsync(message, Token, "repeat");

        using var second = await running.App.PostAsync(message, Token, "repeat");

        Assert.Equal(await first.Content.ReadAsStringAsync(Token), await second.Content.ReadAsStringAsync(Token));
    }

    static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>One Postroom for all of these.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal PostroomProgram Program { get; private set; } = null!;

        internal ApiCaller App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Program = await PostroomProgram.StartAsync(Token);
            App = await ApiCaller.WithNewKeyAsync(Program, Token);
        }

        public async ValueTask DisposeAsync()
        {
            App?.Dispose();
            if (Program is not null) await Program.DisposeAsync();
        }
    }
}
