using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Postroom.Benchmarks;

/// <summary>A number of calls that many callers share, and what came of each.</summary>
sealed class LoadRun(HttpClient client, int count, int sizeBytes)
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    readonly double[] _milliseconds = new double[count];
    readonly string _text = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, line by line.\n", sizeBytes / 59 + 1))[..sizeBytes];
    int _next = -1;
    int _accepted;
    string? _firstProblem;

    /// <summary>How many calls were answered by 202.</summary>
    public int Accepted => _accepted;

    /// <summary>What the first call that was not accepted was told; null when all were.</summary>
    public string? FirstProblem => _firstProblem;

    /// <summary>One caller: takes the next number until none is left, one call at a time.</summary>
    public async Task CallAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref _next) is var number && number < count)
        {
            var begin = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await client.PostAsync("/api/v1/messages", Body(number), cancellationToken);
                if (answer.StatusCode == HttpStatusCode.Accepted) Interlocked.Increment(ref _accepted);
                else Note($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                Note(fault.Message);
                if (cancellationToken.IsCancellationRequested) return;
            }

            _milliseconds[number] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
    }

    /// <summary>The time within which this share of all calls was answered, in milliseconds.</summary>
    public double Percentile(double share) => _milliseconds.Order().ElementAt((int)(share * (count - 1)));

    void Note(string problem) => Interlocked.CompareExchange(ref _firstProblem, problem, null);

    ByteArrayContent Body(int number)
    {
        var message = new { to = new[] { "somebody@example.org" }, subject = $"Message {number}", text = _text };
        return new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(message)) { Headers = { ContentType = Json } };
    }
}
