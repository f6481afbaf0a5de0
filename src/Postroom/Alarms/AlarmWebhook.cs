using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Postroom.Settings;

namespace Postroom.Alarms;

/// <summary>
/// Posts alarms to the address that is set, signed as Standard Webhooks asks, until it is taken: each has the same id at every
/// attempt, so that a receiver may see it twice and counts it once.
/// </summary>
public sealed partial class AlarmWebhook : IDisposable
{
    /// <summary>The type of the post that tells of an outage.</summary>
    public const string Raised = "alarm.raised";

    /// <summary>The type of the post that tells of its end.</summary>
    public const string Cleared = "alarm.cleared";

    /// <summary>After so many attempts, nearly a day, a post is given up.</summary>
    public const int MostAttempts = 16;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    readonly IOutageLog _log;
    readonly AlarmSettingsStore _settings;
    readonly TimeProvider _time;
    readonly ILogger<AlarmWebhook> _logger;
    readonly HttpClient _http;

    /// <summary>Ready to post.</summary>
    public AlarmWebhook(IOutageLog log, AlarmSettingsStore settings, GuardedConnector connector, TimeProvider time, ILogger<AlarmWebhook> logger)
    {
        (_log, _settings, _time, _logger) = (log, settings, time, logger);
        // No redirect: the secret was made for this address. No proxy decides where else an alarm goes.
        var handler = connector.NewHandler();
        handler.UseProxy = false;
        _http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    /// <summary>Posts what is due.</summary>
    public async Task PostAsync(CancellationToken cancellationToken)
    {
        foreach (var post in await _log.TakePostsAsync(Lease, cancellationToken))
        {
            var (outcome, isDone) = await TryAsync(post, cancellationToken);
            DateTimeOffset? next = isDone || post.Attempt >= MostAttempts ? null : _time.GetUtcNow() + PauseAfter(post.Attempt);
            await _log.NotePostAsync(post.Id, outcome, isDone, next, CancellationToken.None);
            if (!isDone) NotPosted(post.Type, post.Attempt, outcome);
        }
    }

    /// <summary>How long to wait after an attempt: 10 s, doubled each time, at most 2 h.</summary>
    internal static TimeSpan PauseAfter(int attempt) =>
        TimeSpan.FromTicks((long)Math.Min(FirstPause.Ticks * Math.Pow(2, Math.Min(attempt - 1, 20)), LongestPause.Ticks));

    /// <summary>The signature of a post (Standard Webhooks 1.0): HMAC-SHA256 over id, time and body.</summary>
    internal static string Sign(string secret, string id, long timestamp, string body)
    {
        var key = secret.StartsWith("whsec_", StringComparison.Ordinal) && TryBase64(secret[6..]) is { } bytes ? bytes : Encoding.UTF8.GetBytes(secret);
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    async Task<(string Outcome, bool IsDone)> TryAsync(AlarmPost post, CancellationToken cancellationToken)
    {
        if (_settings.Current.Webhook is not { } address) return ("No webhook is set.", false);
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = RequestOf(post, address);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            return (string.Create(CultureInfo.InvariantCulture, $"HTTP {status}"), status is >= 200 and < 300);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("No answer within 15 seconds.", false);
        }
        catch (HttpRequestException fault)
        {
            return (fault.Message, false);
        }
    }

    HttpRequestMessage RequestOf(AlarmPost post, Uri address)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"alarm_{post.Id}_{post.Outage.Since.ToUnixTimeMilliseconds()}");
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var body = Body(post);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (_settings.Secret is { } secret) request.Headers.Add("webhook-signature", Sign(secret, id, timestamp, body));
        return request;
    }

    static string Body(AlarmPost post) => new JsonObject
    {
        ["type"] = post.Type,
        ["timestamp"] = post.Type == Raised ? post.Outage.RaisedAt : post.Outage.ClearedAt,
        ["data"] = new JsonObject
        {
            ["id"] = post.Outage.Id,
            ["kind"] = "outage",
            ["route"] = post.Outage.Route,
            ["cause"] = post.Outage.Cause.Length == 0 ? null : post.Outage.Cause,
            ["reason"] = post.Outage.Reason,
            ["since"] = post.Outage.Since,
            ["clearedAt"] = post.Type == Raised ? null : post.Outage.ClearedAt,
        },
    }.ToJsonString();

    static byte[]? TryBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    [LoggerMessage(17007, LogLevel.Warning, "The alarm webhook did not take {Type} at attempt {Attempt}: {Outcome} Check its address on the page Alarms.")]
    partial void NotPosted(string type, int attempt, string outcome);
}
