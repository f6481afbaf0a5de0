using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Postroom.Benchmarks;

/// <summary>Posts messages to /api/v1/messages from many callers at once, each waiting for its answer, and counts.</summary>
static class ApiLoad
{
    const string KeyVariable = "POSTROOM_KEY";

    // Above what the harness allows a round: a server that hangs cannot hold this program.
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(110);

    public static int Usage()
    {
        Console.Error.WriteLine(
            $"usage: {KeyVariable}=KEY Postroom.Benchmarks load --url URL [--count 10000] [--callers 64] [--size 2048]\n"
            + "       Postroom.Benchmarks letters");
        return 2;
    }

    /// <summary>Prints one JSON object; exit code 0 when every call was answered by 202.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var startUp = DateTime.Now - Process.GetCurrentProcess().StartTime;
        var url = Option(options, "--url");
        var key = Environment.GetEnvironmentVariable(KeyVariable);
        if (url is null || key is null) return Usage();
        var count = Number(options, "--count", 10_000);
        var callers = Number(options, "--callers", 64);

        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = callers };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var deadline = new CancellationTokenSource(Deadline);
        var run = new LoadRun(client, count, Number(options, "--size", 2_048));
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => run.CallAsync(deadline.Token)));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;

        var report = new
        {
            count,
            accepted = run.Accepted,
            firstProblem = run.FirstProblem,
            seconds,
            perSecond = run.Accepted / seconds,
            p50Ms = run.Percentile(0.50),
            p99Ms = run.Percentile(0.99),
            startUpSeconds = startUp.TotalSeconds,
            cpuSeconds = Environment.CpuUsage.TotalTime.TotalSeconds,
        };
        Console.WriteLine(JsonSerializer.Serialize(report));
        return run.Accepted == count ? 0 : 1;
    }

    static string? Option(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

    static int Number(string[] options, string name, int otherwise) =>
        Option(options, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
