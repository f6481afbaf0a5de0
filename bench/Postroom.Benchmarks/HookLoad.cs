using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Forges;
using Postroom.MailServers;
using Postroom.Notifications;
using Postroom.Server.Serving;
using Postroom.Settings;
using Postroom.Sqlite;

namespace Postroom.Benchmarks;

/// <summary>Posts signed webhooks to the program's own host while its mail server is down, and says how long an answer took.</summary>
static class HookLoad
{
    const string Source = "bench";
    const string Secret = "whsec_dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=";
    static readonly MediaTypeHeaderValue Json = new("application/json");
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(110);

    /// <summary>Prints one JSON object; exit code 0 when every webhook was answered by 202.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var (count, callers, perSecond) = (Number(options, "--count", 3_000), Number(options, "--callers", 4), Number(options, "--rate", 100));
        var folder = Path.Combine(Option(options, "--folder") ?? "/var/tmp", "postroom-hooks-" + Path.GetRandomFileName());
        Quieten();
        try
        {
            await using var database = ((StoreOpening.Opened)SqliteDatabase.Open(folder, StoreUse.Serve)).Database;
            await using var app = PostroomHost.Build(new ServeOptions(folder, new IPEndPoint(IPAddress.Loopback, 0)), database);
            await PrepareAsync(app.Services);
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = PostroomHost.AddressOf(app) };
            await PostAsync(client, 200, callers, 0, "warm"); // Code is compiled while it warms up.
            var report = await PostAsync(client, count, callers, perSecond, "run");
            await app.StopAsync();
            Console.WriteLine(report.Text);
            return report.AllAccepted ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Port 1 of this machine refuses at once: the mail server is down.
    static void Quieten()
    {
        Environment.SetEnvironmentVariable("POSTROOM__MailServer__Host", "127.0.0.1");
        Environment.SetEnvironmentVariable("POSTROOM__MailServer__Port", "1");
        Environment.SetEnvironmentVariable("POSTROOM__MailServer__From", "postroom@example.org");
        Environment.SetEnvironmentVariable("POSTROOM__Forges__MaxPerSecond", "100000");
        Environment.SetEnvironmentVariable("POSTROOM__Logging__Console__LogLevel__Default", "None");
    }

    static async Task PrepareAsync(IServiceProvider services)
    {
        await services.GetRequiredService<MailServerSettingsStore>().LoadAsync(CancellationToken.None);
        await services.GetRequiredService<NotificationSettingsStore>().LoadAsync(CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await services.GetRequiredService<IForgeStore>().AddAsync(
            new ForgeSource
            {
                Id = Source,
                Kind = ForgeKind.Gitea,
                Name = Source,
                ProtectedSecret = ForgeSecret.Protect(services.GetRequiredService<SecretProtector>(), Source, Secret),
                CreatedAt = now,
                SecretSetAt = now,
            },
            CancellationToken.None);
    }

    // At a rate, each call begins at its own moment, and a wait for the one before counts as its own: nothing is hidden.
    static async Task<(string Text, bool AllAccepted)> PostAsync(HttpClient client, int count, int callers, int perSecond, string name)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var (milliseconds, accepted, next, begin) = (new double[count], 0, -1, Stopwatch.GetTimestamp());
        async Task CallAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                var due = perSecond == 0 ? Stopwatch.GetElapsedTime(begin) : TimeSpan.FromSeconds((double)number / perSecond);
                if (due - Stopwatch.GetElapsedTime(begin) is { Ticks: > 0 } early) await Task.Delay(early, TimeProvider.System, deadline.Token);
                using var request = Request(name + number.ToString(CultureInfo.InvariantCulture), number % 500);
                using var answer = await client.SendAsync(request, deadline.Token);
                if (answer.StatusCode == HttpStatusCode.Accepted) Interlocked.Increment(ref accepted);
                milliseconds[number] = (Stopwatch.GetElapsedTime(begin) - due).TotalMilliseconds;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync()));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double Percentile(double share) => milliseconds.Order().ElementAt((int)(share * (count - 1)));
        var report = new { count, accepted, seconds, perSecond = accepted / seconds, p50Ms = Percentile(0.5), p90Ms = Percentile(0.9), p99Ms = Percentile(0.99), maxMs = Percentile(1) };
        return (JsonSerializer.Serialize(report), accepted == count);
    }

    static HttpRequestMessage Request(string delivery, int number)
    {
        var body = Encoding.UTF8.GetBytes(Payload(number));
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/" + Source) { Content = new ByteArrayContent(body) { Headers = { ContentType = Json } } };
        request.Headers.Add("X-Gitea-Event", "pull_request");
        request.Headers.Add("X-Gitea-Event-Type", "pull_request");
        request.Headers.Add("X-Gitea-Delivery", delivery);
        request.Headers.Add("X-Gitea-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
        return request;
    }

    // As large as the payloads of real forges are: some 12 kB.
    static string Payload(int number) => JsonSerializer.Serialize(new
    {
        action = "opened",
        number = number + 1,
        pull_request = new
        {
            number = number + 1,
            title = "Pour the tea",
            body = new string('x', 11_000),
            html_url = "https://gitea.example.com/tea/kettle/pulls/1",
            user = Person("ann"),
            requested_reviewers = new[] { Person("ben"), Person("cat") },
            @base = new { @ref = "main" },
            head = new { @ref = "tea", sha = "aaaa" },
        },
        repository = new { name = "kettle", owner = Person("tea"), html_url = "https://gitea.example.com/tea/kettle" },
        sender = Person("ann"),
    });

    static object Person(string login) => new { login, full_name = login, email = login + "@example.com", language = "en-US" };

    static string? Option(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

    static int Number(string[] options, string name, int otherwise) =>
        Option(options, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
