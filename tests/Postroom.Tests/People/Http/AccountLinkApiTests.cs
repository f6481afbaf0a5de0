using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Accepting;
using Postroom.Client;
using Postroom.Mail.Mime;
using Postroom.MailServers;
using Postroom.Outbox;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;

namespace Postroom.Tests.People.Http;

public sealed class AccountLinkApiTests : IAsyncLifetime
{
    readonly DataFolder _folder = new();
    readonly Dictionary<string, HttpClient> _clients = [];
    WebApplication _app = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = Assert.IsType<StoreOpening.Opened>(_folder.Open()).Database;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("MailServer:From", "postroom@example.com")]);
        builder.Services.AddSingleton<TimeProvider>(_folder.Time);
        builder.Services.AddPostroom(_folder.Path).UseSqlite(database);
        foreach (var hosted in builder.Services.Where(service => service.ServiceType.Name == "IHostedService" && service.ImplementationType?.Namespace?.StartsWith("Postroom", StringComparison.Ordinal) == true).ToList())
            builder.Services.Remove(hosted); // Nothing is sent: the letters stay to be read.
        _app = builder.Build();
        await _app.Services.GetRequiredService<MailServerSettingsStore>().LoadAsync(Token);
        _app.MapPostroom();
        await _app.StartAsync(Token);
        await AddAppAsync("wiki", "account-links", "send");
        await AddAppAsync("shop", "account-links");
        await AddAppAsync("mailer", "send");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values) client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_link_is_mailed_and_redeemed_once()
    {
        var answer = await new AccountLinkClient(_clients["wiki"]).OrderAsync(Order() with { Name = "Ann", Language = "ja" }, null, Token);
        var token = await TokenAsync(answer.MessageId);

        var first = await new AccountLinkClient(_clients["wiki"]).RedeemAsync(token, Token);
        var second = await new AccountLinkClient(_clients["wiki"]).RedeemAsync(token, Token);

        Assert.Equal(("reset", "ann@example.org", "Ann", "ja"), (first?.Purpose, first?.Email, first?.Name, first?.Language));
        Assert.Null(second);
    }

    [Fact]
    public async Task Of_many_who_redeem_at_once_one_gets_it()
    {
        var answer = await new AccountLinkClient(_clients["wiki"]).OrderAsync(Order(), null, Token);
        var token = await TokenAsync(answer.MessageId);

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => new AccountLinkClient(_clients["wiki"]).RedeemAsync(token, Token)));

        Assert.Single(redeemed, link => link is not null);
    }

    [Fact]
    public async Task Another_app_cannot_redeem_and_does_not_burn()
    {
        var answer = await new AccountLinkClient(_clients["wiki"]).OrderAsync(Order(), null, Token);
        var token = await TokenAsync(answer.MessageId);

        Assert.Null(await new AccountLinkClient(_clients["shop"]).RedeemAsync(token, Token));
        Assert.NotNull(await new AccountLinkClient(_clients["wiki"]).RedeemAsync(token, Token));
    }

    [Fact]
    public async Task A_revoked_link_is_worth_nothing()
    {
        var client = new AccountLinkClient(_clients["wiki"]);
        var answer = await client.OrderAsync(Order(), null, Token);
        var token = await TokenAsync(answer.MessageId);

        Assert.False(await new AccountLinkClient(_clients["shop"]).RevokeAsync(answer.Id, Token));
        Assert.True(await client.RevokeAsync(answer.Id, Token));
        Assert.Null(await client.RedeemAsync(token, Token));
    }

    [Fact]
    public async Task The_mail_ends_with_its_link()
    {
        var until = _folder.Time.GetUtcNow().AddMinutes(20);
        var answer = await new AccountLinkClient(_clients["wiki"]).OrderAsync(Order() with { Expires = until.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) }, null, Token);

        var message = await _app.Services.GetRequiredService<IDeliveryRecords>().FindAsync(MessageOf(answer.MessageId), Token);

        Assert.Equal((until, until, Lane.Account, "wiki"), (answer.ExpiresAt, message!.ExpiresAt, message.Lane, message.App));
    }

    [Fact]
    public async Task A_repeated_order_is_the_same_link_and_no_second_mail()
    {
        var client = new AccountLinkClient(_clients["wiki"]);

        var first = await client.OrderAsync(Order(), "order-1", Token);
        var second = await client.OrderAsync(Order(), "order-1", Token);

        Assert.Equal(first, second);
        Assert.Single((await _app.Services.GetRequiredService<IDeliveryRecords>().SearchAsync(new DeliverySearch(), Token)).Rows);
    }

    [Fact]
    public async Task A_key_used_for_another_order_is_refused()
    {
        await new AccountLinkClient(_clients["wiki"]).OrderAsync(Order(), "order-1", Token);

        using var response = await PostAsync("wiki", "", Order() with { Email = "ben@example.org" }, "order-1");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused()
    {
        using var response = await PostAsync("mailer", "", Order());

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        using var response = await PostAsync("wiki", "", new
        {
            purpose = "steal",
            email = "nobody",
            name = "a\nb",
            language = "tlh",
            url = "https://evil.example/",
            expires = "tomorrow",
            emial = "x",
        });

        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["email", "emial", "expires", "language", "name", "purpose", "url"], problem.GetProperty("errors").EnumerateObject().Select(field => field.Name).Order());
    }

    [Theory]
    [InlineData("{", "application/json", 400), InlineData("null", "application/json", 400), InlineData("[]", "application/json", 400)]
    [InlineData("{\"purpose\":1}", "application/json", 400), InlineData("payload=x", "application/x-www-form-urlencoded", 415), InlineData("{\"email\":\"a\",\"email\":\"b\"}", "application/json", 400)]
    public async Task What_cannot_be_read_is_refused(string body, string type, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await _clients["wiki"].PostAsync(new Uri("/api/v1/account-links", UriKind.Relative), content, Token);

        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        using var response = await PostAsync("wiki", "", Order() with { Name = new string('a', 100_000) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory, InlineData(""), InlineData("short"), InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_token_that_is_none_is_refused(string token)
    {
        using var response = await PostAsync("wiki", "/redeem", new { token });

        Assert.Equal(token.Length == 0 ? HttpStatusCode.BadRequest : HttpStatusCode.Gone, response.StatusCode);
    }

    [Fact]
    public async Task One_address_gets_ten_links_of_an_app_and_then_waits()
    {
        for (var count = 0; count < 10; count++) await new AccountLinkClient(_clients["wiki"]).OrderAsync(Order(), null, Token);

        using var response = await PostAsync("wiki", "", Order());

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(6)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task No_answer_tells_an_app_the_token_and_another_app_is_told_nothing()
    {
        var answer = await new AccountLinkClient(_clients["wiki"]).OrderAsync(Order(), null, Token);
        var token = await TokenAsync(answer.MessageId);
        var outbox = _app.Services.GetRequiredService<IOutbox>();
        foreach (var ready in _app.Services.GetRequiredService<ReadyMessages>().Drain()) await outbox.ReleaseAsync(ready, Token);
        await outbox.CancelAsync(MessageOf(answer.MessageId), Token);

        var own = await Task.WhenAll(
            ProbeAsync("wiki", $"/api/v1/messages/{answer.MessageId}"), ProbeAsync("wiki", "/api/v1/events"));
        var others = await Task.WhenAll(
            ProbeAsync("mailer", $"/api/v1/messages/{answer.MessageId}"), ProbeAsync("mailer", "/api/v1/events"));

        Assert.All(own, body => Assert.Contains(answer.MessageId, body, StringComparison.Ordinal));
        Assert.All(own.Concat(others), body => Assert.DoesNotContain(token, body, StringComparison.Ordinal));
        Assert.All(others, body => Assert.DoesNotContain("ann@example.org", body, StringComparison.Ordinal));
    }

    static AccountLinkOrder Order() => new() { Purpose = "reset", Email = "ann@example.org", Url = "https://wiki.example.com/account/reset" };

    static MessageId MessageOf(string text) => MessageId.TryParse(text, out var id) ? id : throw new FormatException(text);

    async Task AddAppAsync(string app, params string[] scopes)
    {
        var secret = ApiKeySecret.New();
        var apps = _app.Services.GetRequiredService<IAppStore>();
        await apps.AddKeyAsync(app, secret.ToKey(scopes, _folder.Time.GetUtcNow()), Token);
        await apps.SetLinkUrlsAsync(app, [$"https://{app}.example.com/account"], Token);
        _clients[app] = _app.GetTestClient();
        _clients[app].DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Text);
    }

    async Task<string> ProbeAsync(string app, string address)
    {
        using var response = await _clients[app].GetAsync(new Uri(address, UriKind.Relative), Token);
        return await response.Content.ReadAsStringAsync(Token);
    }

    async Task<HttpResponseMessage> PostAsync<T>(string app, string path, T body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/account-links" + path, UriKind.Relative))
        {
            Content = JsonContent.Create(body, options: new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull }),
        };
        await request.Content.LoadIntoBufferAsync(Token); // so that its length is told, as most programs do
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await _clients[app].SendAsync(request, Token);
    }

    async Task<string> TokenAsync(string messageId)
    {
        var bytes = await _app.Services.GetRequiredService<IOutbox>().ReadBytesAsync(MessageOf(messageId), Token);
        var text = MessageReader.Read(bytes!.Value).Text!;
        const string Start = "https://wiki.example.com/account/reset?token=";
        return text[(text.IndexOf(Start, StringComparison.Ordinal) + Start.Length)..][..43];
    }
}
