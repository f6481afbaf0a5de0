using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postroom.Sqlite;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>The neutral API, for forges and tools that have no door of their own.</summary>
public sealed class EventApiTests
{
    const string Event = """
        {
          "eventId": "42", "kind": "approved", "at": "2026-01-02T03:04:05Z",
          "actor": {"login": "jane", "name": "Jane", "email": "jane@example.com", "language": "ja"},
          "pullRequest": {
            "project": "tea", "repository": "kettle", "number": 12, "title": "Pour the tea", "url": "https://git.example.com/12",
            "author": {"login": "ann", "email": "ann@example.com"}, "reviewers": [{"login": "jane"}], "isDraft": false
          },
          "comment": {"id": "7", "text": "Well done", "line": 3}
        }
        """;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_accepted_and_kept()
    {
        await using var host = await DoorHost.StartAsync();

        var answer = await PostAsync(host, Event);

        var item = Assert.Single(await host.ItemsAsync());
        Assert.Equal(
            (HttpStatusCode.Accepted, "api-tool", "42", "approved", "tea/kettle #12"),
            (answer.StatusCode, item.Source, item.EventId, item.Subject!.Kind, item.Subject.PullRequest));
    }

    [Theory]
    [InlineData("""{"eventId": "1", "eventId": "2"}""", "a field twice")]
    [InlineData("""{"eventId": "\ud83d"}""", "half a character")]
    [InlineData("""{"eventId": "1" "kind": "approved"}""", "check quotes, commas")]
    public async Task What_is_wrong_with_the_body_is_named(string json, string told)
    {
        await using var host = await DoorHost.StartAsync();

        var answer = await PostAsync(host, json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(await host.ItemsAsync());
    }

    [Fact]
    public async Task Without_a_store_the_sender_is_told_when_to_come_again()
    {
        var isFull = false;
        await using var host = await DoorHost.StartAsync(new SqliteOptions { FreeBytes = _ => isFull ? 0 : long.MaxValue });
        var key = await host.MakeKeyAsync("events");
        isFull = true;

        var answer = await PostAsync(host, Event, key);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "10"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
    }

    [Fact]
    public async Task A_repeat_is_kept_once()
    {
        await using var host = await DoorHost.StartAsync();
        var key = await host.MakeKeyAsync("events");
        await PostAsync(host, Event, key);

        var answer = await PostAsync(host, Event, key);

        Assert.Contains("duplicate", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Single(await host.ItemsAsync());
    }

    [Theory, InlineData("send", HttpStatusCode.Forbidden), InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_key_without_the_scope_may_not(string? scope, HttpStatusCode expected)
    {
        await using var host = await DoorHost.StartAsync();

        var answer = await PostAsync(host, Event, scope is null ? "pr_unknown" : await host.MakeKeyAsync(scope));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("kind", "\"celebrated\"", "kind")]
    [InlineData("actor", "null", "actor")]
    [InlineData("actor", "{\"login\": \"\"}", "actor.login")]
    [InlineData("actor", "{\"login\": \"a\", \"email\": \"nobody\"}", "actor.email")]
    [InlineData("actor", "{\"login\": \"a\", \"nick\": \"b\"}", "actor.nick")]
    [InlineData("pullRequest", "null", "pullRequest")]
    [InlineData("pullRequest", "{\"project\": \"a\", \"repository\": \"b\", \"number\": 0, \"title\": \"c\"}", "pullRequest.number")]
    [InlineData("pullRequest", "{\"project\": \"a\", \"repository\": \"b\", \"number\": 1, \"title\": \"c\", \"url\": \"javascript:alert(1)\"}", "pullRequest.url")]
    [InlineData("pullRequest", "{\"project\": \"a\", \"repository\": \"b\", \"number\": 1, \"title\": \"c\", \"reviewers\": [{\"login\": \"x\"}, 3]}", "pullRequest.reviewers[1]")]
    [InlineData("at", "\"yesterday\"", "at")]
    [InlineData("eventId", "null", "eventId")]
    [InlineData("comment", "{\"text\": \"x\"}", "comment.id")]
    [InlineData("surprise", "1", "surprise")]
    [InlineData("addedReviewers", "\"jane\"", "addedReviewers")]
    public async Task What_is_wrong_is_said_by_field(string field, string value, string named)
    {
        await using var host = await DoorHost.StartAsync();
        var body = JsonNode.Parse(Event)!.AsObject();
        body[field] = JsonNode.Parse(value);

        var answer = await PostAsync(host, body.ToJsonString());

        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("errors");
        Assert.Equal(
            (HttpStatusCode.BadRequest, named, 0),
            (answer.StatusCode, string.Join(',', errors.EnumerateObject().Select(error => error.Name)), (await host.ItemsAsync()).Count));
    }

    [Fact]
    public async Task The_idempotency_key_may_stand_for_the_id()
    {
        await using var host = await DoorHost.StartAsync();
        var body = JsonNode.Parse(Event)!.AsObject();
        body.Remove("eventId");

        await PostAsync(host, body.ToJsonString(), idempotencyKey: "from-the-header");

        Assert.Equal("from-the-header", Assert.Single(await host.ItemsAsync()).EventId);
    }

    [Theory, InlineData("{"), InlineData("[]"), InlineData("\"x\""), InlineData("{\"eventId\": \"\\ud800\"}")]
    public async Task What_is_no_json_object_is_refused(string body)
    {
        await using var host = await DoorHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, body)).StatusCode);
    }

    static async Task<HttpResponseMessage> PostAsync(DoorHost host, string body, string? key = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events/pull-request") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? await host.MakeKeyAsync("events"));
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await host.Http.SendAsync(request, Token);
    }
}
