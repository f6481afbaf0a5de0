using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Postroom.People;
using Postroom.Sandbox;
using Postroom.Server.Serving;
using Postroom.Sqlite;
using Postroom.Tests.Support.Hostile;

namespace Postroom.Benchmarks;

/// <summary>
/// How long each page of a hostile mail takes over HTTP, from the request to the last byte, as the browser of an
/// administrator asks for it.
/// </summary>
static partial class HostilePages
{
    const int Rounds = 3;
    const double Goal = 300;

    static readonly string[] Views = ["?view=html", "?view=text", "?view=headers", "?view=source", "/html", "/source"];

    /// <summary>
    /// Prints a line of JSON for each view, and the list of all mails; exit code 1: something took longer than 300 ms.
    /// </summary>
    public static async Task<int> RunAsync()
    {
        var folder = Path.Combine("/var/tmp", "postroom-pages-" + Path.GetRandomFileName());
        Environment.SetEnvironmentVariable("POSTROOM__Logging__Console__LogLevel__Default", "None");
        try
        {
            await using var database = ((StoreOpening.Opened)SqliteDatabase.Open(folder, StoreUse.Serve)).Database;
            await using var app = PostroomHost.Build(
                new ServeOptions(folder, new IPEndPoint(IPAddress.Loopback, 0)), database);
            await app.StartAsync();
            using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = PostroomHost.AddressOf(app) };
            await SetUpAsync(client, app.Services.GetRequiredService<SetUpLink>().Open());
            var results = new List<Result>();
            foreach (var (name, bytes) in HostileMails.All)
            {
                results.AddRange(
                    await MeasureAsync(client, app.Services.GetRequiredService<ISandboxMailbox>(), name, bytes));
            }
            results.Add(new Result("/sandbox", "all", await BestAsync(client, "/sandbox")));
            await app.StopAsync();
            foreach (var view in results.GroupBy(result => result.View))
                Console.WriteLine(JsonSerializer.Serialize(view.MaxBy(result => result.Ms)));
            return results.Exists(result => result.Ms > Goal) ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task SetUpAsync(HttpClient client, string token)
    {
        var page = await client.GetStringAsync(new Uri($"/setup?token={token}", UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
            ["Name"] = "Ann",
            ["Email"] = "ann@example.com",
            ["Password"] = "a long sentence for the bench",
            ["Language"] = "en",
            ["SiteUrl"] = client.BaseAddress!.AbsoluteUri,
            ["ProductName"] = "Postroom",
        });
        using var answer = await client.PostAsync(new Uri("/setup", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
    }

    static async Task<IReadOnlyList<Result>> MeasureAsync(
        HttpClient client, ISandboxMailbox mailbox, string name, byte[] bytes)
    {
        await mailbox.AddAsync(
            new SandboxMessage(TimeProvider.System.GetUtcNow(), "a@example.com", ["b@example.com"], bytes, "a", name),
            CancellationToken.None);
        var id = (await mailbox.ListAsync(null, null, 1, CancellationToken.None))[0].Id;
        var results = new List<Result>();
        foreach (var view in Views)
            results.Add(new Result(view, name, await BestAsync(client, $"/sandbox/{id}{view}")));
        return results;
    }

    static async Task<double> BestAsync(HttpClient client, string path)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode != HttpStatusCode.NotFound) answer.EnsureSuccessStatusCode(); // A mail without HTML has no such view.
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return Math.Round(best, 1);
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    sealed record Result(string View, string Mail, double Ms);
}
