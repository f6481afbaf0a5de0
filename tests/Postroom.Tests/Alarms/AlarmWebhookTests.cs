using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Alarms;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Alarms;

/// <summary>A real receiver on the loopback.</summary>
public sealed class AlarmWebhookTests : IAsyncLifetime
{
    readonly List<(string Id, string Time, string? Signature, string Body)> _posts = [];
    ConsoleApp _app = null!;
    WebApplication _receiver = null!;
    int _answer = StatusCodes.Status204NoContent;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    AlarmSettingsStore Settings => _app.Get<AlarmSettingsStore>();

    IOutageLog Log => _app.Get<IOutageLog>();

    public async ValueTask InitializeAsync()
    {
        _app = await ConsoleApp.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _receiver = builder.Build();
        _receiver.MapPost("/hook", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var headers = http.Request.Headers;
            _posts.Add((headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), await reader.ReadToEndAsync(http.RequestAborted)));
            http.Response.Headers.Location = "/elsewhere";
            http.Response.StatusCode = _answer;
        });
        await _receiver.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_alarm_is_posted_with_a_signature_that_its_receiver_can_check()
    {
        var secret = await UseAsync(_receiver.Urls.First() + "/hook");
        await RaiseAsync();

        await PostAsync();

        var post = Assert.Single(_posts);
        var body = JsonNode.Parse(post.Body)!;
        Assert.Equal(("alarm.raised", "outage", "auth-wrong"), ((string?)body["type"], (string?)body["data"]!["kind"], (string?)body["data"]!["cause"]));
        Assert.Equal(AlarmWebhook.Sign(secret, post.Id, long.Parse(post.Time, CultureInfo.InvariantCulture), post.Body), post.Signature);
    }

    // The example of the specification of Standard Webhooks.
    [Fact]
    public void A_signature_is_that_of_standard_webhooks() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        AlarmWebhook.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"));

    [Theory, InlineData(500), InlineData(404), InlineData(302), InlineData(429)]
    public async Task What_was_not_taken_is_posted_again_later_under_the_same_id(int answer)
    {
        await UseAsync(_receiver.Urls.First() + "/hook");
        await RaiseAsync();
        _answer = answer;
        await PostAsync();
        await PostAsync();
        _app.Time.Advance(AlarmWebhook.PauseAfter(1));
        _answer = StatusCodes.Status200OK;

        await PostAsync();

        Assert.Equal(2, _posts.Count);
        Assert.Equal(_posts[0].Id, _posts[1].Id);
        Assert.NotNull(Assert.Single(await Log.PostsAsync(10, Token)).DoneAt);
    }

    [Fact]
    public async Task It_ends_after_a_bounded_number_of_attempts()
    {
        await UseAsync(_receiver.Urls.First() + "/hook");
        await RaiseAsync();
        _answer = StatusCodes.Status503ServiceUnavailable;

        for (var attempt = 1; attempt <= AlarmWebhook.MostAttempts + 3; attempt++)
        {
            await PostAsync();
            _app.Time.Advance(AlarmWebhook.PauseAfter(attempt));
        }

        Assert.Equal(AlarmWebhook.MostAttempts, _posts.Count);
        Assert.Null(Assert.Single(await Log.PostsAsync(10, Token)).DueAt);
    }

    [Theory, InlineData("http://169.254.169.254/latest"), InlineData("http://[fd00:ec2::254]/"), InlineData("http://0.0.0.0:1/"), InlineData("http://168.63.129.16/")]
    public async Task It_goes_to_no_address_where_clouds_keep_secrets(string url)
    {
        await UseAsync(url);
        await RaiseAsync();

        await PostAsync();

        Assert.Contains("which Postroom does not connect to", Assert.Single(await Log.PostsAsync(10, Token)).Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_is_away_harms_nothing()
    {
        await UseAsync("http://127.0.0.1:1/hook");
        await RaiseAsync();

        await PostAsync();

        Assert.NotNull(Assert.Single(await Log.PostsAsync(10, Token)).DueAt);
    }

    [Theory, InlineData(1, 10), InlineData(2, 20), InlineData(5, 160), InlineData(11, 7_200), InlineData(16, 7_200)]
    public void Pauses_grow_up_to_two_hours(int attempt, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), AlarmWebhook.PauseAfter(attempt));

    async Task<string> UseAsync(string url) =>
        Assert.IsType<AlarmSave.Saved>(await Settings.SaveAsync("10", url, newSecret: false, 0, "ada@example.com", Token)).Secret!;

    async Task RaiseAsync()
    {
        var outage = await Log.MeetAsync(new OutageSighting("mail-server", "auth-wrong", "535 No", _app.Time.GetUtcNow()), Token);
        await Log.RaiseAsync(outage.Id, withPost: true, Token);
    }

    async Task PostAsync()
    {
        using var webhook = new AlarmWebhook(Log, Settings, new GuardedConnector(Destinations.Usual), _app.Time, NullLogger<AlarmWebhook>.Instance);
        await webhook.PostAsync(Token);
    }
}
