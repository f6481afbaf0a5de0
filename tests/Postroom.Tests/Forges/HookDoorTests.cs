using System.Net;
using System.Text;
using System.Text.Json;
using Postroom.Forges;
using Postroom.Sqlite;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>The doors as a forge finds them: the program's host, real requests.</summary>
public sealed class HookDoorTests
{
    public static TheoryData<ForgeKind> Kinds => [.. Enum.GetValues<ForgeKind>()];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_signed_event_is_accepted_and_kept(ForgeKind kind)
    {
        await using var host = await StartAsync(kind);

        var answer = await host.PostAsync(kind, DoorHost.BodyOf(kind));

        var item = Assert.Single(await host.ItemsAsync());
        Assert.Equal(
            (HttpStatusCode.Accepted, "received", "opened", "Pour the tea"),
            (answer.StatusCode, (await JsonAsync(answer)).GetProperty("state").GetString()!, item.Subject!.Kind, item.Subject.Title));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_unsigned_event_is_refused(ForgeKind kind) => await RefusedAsync(
        kind, host => host.PostAsync(kind, DoorHost.BodyOf(kind), secret: null), HttpStatusCode.Unauthorized);

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_wrongly_signed_event_is_refused(ForgeKind kind) => await RefusedAsync(
        kind, host => host.PostAsync(kind, DoorHost.BodyOf(kind), secret: "another secret"), HttpStatusCode.Unauthorized);

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_repeat_is_accepted_and_kept_once(ForgeKind kind)
    {
        await using var host = await StartAsync(kind);
        await host.PostAsync(kind, DoorHost.BodyOf(kind));

        var answer = await host.PostAsync(kind, DoorHost.BodyOf(kind));

        Assert.Equal(
            (HttpStatusCode.Accepted, "duplicate", 1),
            (answer.StatusCode, (await JsonAsync(answer)).GetProperty("state").GetString()!, (await host.ItemsAsync()).Count));
    }

    [Fact]
    public async Task Without_an_id_a_repeat_is_known_by_its_bytes()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);
        var body = DoorHost.BodyOf(ForgeKind.GitHub);

        await host.PostAsync(ForgeKind.GitHub, body, delivery: "");
        await host.PostAsync(ForgeKind.GitHub, body, delivery: "");

        Assert.StartsWith("sha256-", Assert.Single(await host.ItemsAsync()).EventId, StringComparison.Ordinal);
    }

    [Theory, InlineData(ForgeKind.GitHub), InlineData(ForgeKind.Gitea)]
    public async Task A_form_with_the_payload_is_accepted(ForgeKind kind)
    {
        await using var host = await StartAsync(kind);
        var form = Encoding.ASCII.GetBytes("x=1&payload=" + Uri.EscapeDataString(Encoding.UTF8.GetString(DoorHost.BodyOf(kind))).Replace("%20", "+", StringComparison.Ordinal));

        var answer = await host.PostAsync(kind, form, type: "application/x-www-form-urlencoded");

        Assert.Equal((HttpStatusCode.Accepted, "Pour the tea"), (answer.StatusCode, Assert.Single(await host.ItemsAsync()).Subject!.Title));
    }

    [Theory, InlineData("nothing=1"), InlineData("payload="), InlineData("payload=%7B"), InlineData("")]
    public async Task A_form_without_a_payload_is_refused(string form) => await RefusedAsync(
        ForgeKind.GitHub, host => host.PostAsync(ForgeKind.GitHub, Encoding.ASCII.GetBytes(form), type: "application/x-www-form-urlencoded"), HttpStatusCode.BadRequest);

    [Theory, InlineData("{"), InlineData("[]"), InlineData("42"), InlineData(""), InlineData("<xml/>"), InlineData("{\"a\": \"\u0001\"}"), InlineData("null")]
    public async Task What_is_no_json_object_is_refused(string body) => await RefusedAsync(
        ForgeKind.GitHub, host => host.PostAsync(ForgeKind.GitHub, Encoding.UTF8.GetBytes(body)), HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_truncated_event_is_refused() => await RefusedAsync(
        ForgeKind.GitHub, host => host.PostAsync(ForgeKind.GitHub, DoorHost.BodyOf(ForgeKind.GitHub)[..^20]), HttpStatusCode.BadRequest);

    [Fact]
    public async Task Json_of_a_thousand_levels_is_refused() => await RefusedAsync(
        ForgeKind.GitHub,
        host => host.PostAsync(ForgeKind.GitHub, Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 1_000) + new string(']', 1_000) + "}")), HttpStatusCode.BadRequest);

    [Theory, InlineData("text/plain"), InlineData("application/xml"), InlineData("multipart/form-data; boundary=x"), InlineData("rubbish")]
    public async Task Another_content_type_is_refused(string type) => await RefusedAsync(
        ForgeKind.GitHub, host => host.PostAsync(ForgeKind.GitHub, DoorHost.BodyOf(ForgeKind.GitHub), type: type), HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task An_unknown_source_is_not_found()
    {
        await using var host = await DoorHost.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync(ForgeKind.GitHub, DoorHost.BodyOf(ForgeKind.GitHub))).StatusCode);
    }

    [Fact]
    public async Task A_look_at_the_address_is_told_what_it_is_for()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);

        var answer = await host.Http.GetAsync(new Uri("/hooks/github", UriKind.Relative), Token);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, string.Join(',', answer.Content.Headers.Allow)));
    }

    [Theory]
    [InlineData(ForgeKind.GitHub, ForgeKind.Gitea), InlineData(ForgeKind.Gitea, ForgeKind.GitHub), InlineData(ForgeKind.GitHub, ForgeKind.GitLab)]
    [InlineData(ForgeKind.BitbucketServer, ForgeKind.GitHub), InlineData(ForgeKind.GitLab, ForgeKind.BitbucketServer)]
    public async Task The_body_of_another_forge_under_our_header_is_refused(ForgeKind door, ForgeKind sent)
    {
        if (door == ForgeKind.GitHub && sent == ForgeKind.Gitea) return; // The two look the same, and the headers tell them apart: the next test.

        await RefusedAsync(door, host => host.PostAsync(door, DoorHost.BodyOf(sent)), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_forge_that_also_sends_the_headers_of_another_is_known_for_itself() => await RefusedAsync(
        ForgeKind.GitHub,
        host =>
        {
            var body = DoorHost.BodyOf(ForgeKind.Gitea);
            var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/github") { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            foreach (var (name, value) in DoorHost.HeadersOf(ForgeKind.Gitea, body, null, "1", DoorHost.Secret)) request.Headers.TryAddWithoutValidation(name, value);
            return host.Http.SendAsync(request, Token);
        },
        HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_request_without_an_event_is_refused() => await RefusedAsync(
        ForgeKind.GitHub, host => host.Http.PostAsync(new Uri("/hooks/github", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"), Token), HttpStatusCode.BadRequest);

    [Theory]
    [InlineData(ForgeKind.BitbucketServer, "diagnostics:ping", DoorHost.Secret, true)]
    [InlineData(ForgeKind.BitbucketServer, "diagnostics:ping", null, false)]
    [InlineData(ForgeKind.BitbucketServer, "diagnostics:ping", "another secret", false)]
    [InlineData(ForgeKind.GitHub, "ping", DoorHost.Secret, true)]
    [InlineData(ForgeKind.GitHub, "ping", null, false)]
    public async Task A_connection_test_is_answered_and_not_kept(ForgeKind kind, string name, string? secret, bool isSigned)
    {
        await using var host = await StartAsync(kind);

        var answer = await host.PostAsync(kind, """{"test": true}"""u8.ToArray(), name, secret: secret);

        Assert.Equal(
            (HttpStatusCode.OK, isSigned, 0),
            (answer.StatusCode, (await JsonAsync(answer)).GetProperty("signed").GetBoolean(), (await host.ItemsAsync()).Count));
    }

    [Fact]
    public async Task A_wrong_secret_shows_in_the_ping_of_github() => await RefusedAsync(
        ForgeKind.GitHub, host => host.PostAsync(ForgeKind.GitHub, "{}"u8.ToArray(), "ping", secret: "another secret"), HttpStatusCode.Unauthorized);

    [Fact]
    public async Task An_unknown_event_is_accepted_and_ignored_with_a_reason()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);

        var answer = await host.PostAsync(ForgeKind.GitHub, DoorHost.BodyOf(ForgeKind.GitHub), "workflow_run");

        var item = Assert.Single(await host.ItemsAsync());
        Assert.Equal(
            (HttpStatusCode.Accepted, InboxState.Ignored, "“workflow_run” is not about a pull request."),
            (answer.StatusCode, item.State, (await JsonAsync(answer)).GetProperty("reason").GetString()!));
    }

    [Fact]
    public async Task An_event_that_lacks_what_it_needs_is_kept_as_failed()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);

        await host.PostAsync(ForgeKind.GitHub, Payloads.Bytes(Payloads.GitHub("opened", body => body["pull_request"]!.AsObject().Remove("title"))));

        var item = Assert.Single(await host.ItemsAsync());
        Assert.Equal((InboxState.Failed, new ForgeReason("Missing", "pull_request.title")), (item.State, item.Reason));
    }

    [Fact]
    public async Task An_announced_body_of_30_megabytes_is_refused_before_it_is_read()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);

        var answer = await host.RawAsync("""
            POST /hooks/github HTTP/1.1
            Host: localhost
            X-GitHub-Event: pull_request
            Content-Type: application/json
            Content-Length: 31457280
            """);

        Assert.Equal("HTTP/1.1 413 Payload Too Large", answer);
    }

    [Fact]
    public async Task A_body_that_grows_to_30_megabytes_is_refused()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);

        var answer = await host.RawAsync(
            """
            POST /hooks/github HTTP/1.1
            Host: localhost
            X-GitHub-Event: pull_request
            Content-Type: application/json
            Transfer-Encoding: chunked
            """,
            async stream =>
            {
                var chunk = Encoding.ASCII.GetBytes("100000\r\n" + new string(' ', 0x100000) + "\r\n");
                for (var i = 0; i < 30; i++) await stream.WriteAsync(chunk, Token);
            });

        Assert.Equal("HTTP/1.1 413 Payload Too Large", answer);
    }

    [Fact]
    public async Task An_event_of_20_megabytes_is_accepted()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);
        var body = Payloads.Bytes(Payloads.GitHub("opened", body => body["pull_request"]!["body"] = new string('x', 20_000_000)));

        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync(ForgeKind.GitHub, body)).StatusCode);
    }

    [Fact]
    public async Task Without_a_store_the_forge_is_asked_to_come_again()
    {
        var isFull = false;
        await using var host = await DoorHost.StartAsync(new SqliteOptions { FreeBytes = _ => isFull ? 0 : long.MaxValue });
        await host.AddForgeAsync(ForgeKind.GitHub);
        isFull = true;

        var answer = await host.PostAsync(ForgeKind.GitHub, DoorHost.BodyOf(ForgeKind.GitHub));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "10"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
    }

    [Fact]
    public async Task No_secret_is_kept_with_an_event()
    {
        await using var host = await StartAsync(ForgeKind.Gitea);
        await host.PostAsync(ForgeKind.Gitea, Payloads.Bytes(Payloads.Gitea("opened", body => body["secret"] = "the secret in the clear")));

        var found = await host.Inbox.FindAsync((await host.ItemsAsync())[0].Id, Token);

        var kept = found!.Headers + Encoding.UTF8.GetString(found.Body.Span);
        Assert.True(kept.Contains("Pour the tea", StringComparison.Ordinal) && !kept.Contains("the secret", StringComparison.Ordinal) && !kept.Contains("ignature", StringComparison.Ordinal), kept);
    }

    [Fact]
    public async Task Hostile_text_is_accepted_and_made_harmless()
    {
        await using var host = await StartAsync(ForgeKind.GitHub);
        var body = Payloads.Bytes(Payloads.GitHub("opened", body => body["pull_request"]!["title"] = "a\r\nBcc: eve@example.com \u202Efdp.exe 🍵 <b>" + new string('x', 10_000)));

        await host.PostAsync(ForgeKind.GitHub, body);

        var title = Assert.Single(await host.ItemsAsync()).Subject!.Title;
        Assert.StartsWith("a Bcc: eve@example.com fdp.exe 🍵 <b>xxx", title, StringComparison.Ordinal);
        Assert.InRange(title.Length, 900, 1_000);
    }

    static async Task<DoorHost> StartAsync(ForgeKind kind)
    {
        var host = await DoorHost.StartAsync();
        await host.AddForgeAsync(kind);
        return host;
    }

    static async Task RefusedAsync(ForgeKind kind, Func<DoorHost, Task<HttpResponseMessage>> send, HttpStatusCode expected)
    {
        await using var host = await StartAsync(kind);

        var answer = await send(host);

        Assert.Equal(
            (expected, "application/problem+json", 0),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, (await host.ItemsAsync()).Count));
    }

    static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
}
