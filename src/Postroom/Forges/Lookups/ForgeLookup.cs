using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Postroom.Forges.Readers;
using Postroom.Notifications;
using Postroom.Settings;

namespace Postroom.Forges.Lookups;

/// <summary>
/// Asks a forge by its own interface who is concerned by a pull request, with the read token of its source. Never in
/// the way of
/// a webhook's answer: the worker asks, for a few seconds, and goes on with what is known.
/// </summary>
public sealed partial class ForgeLookup : IDisposable
{
    const int LargestAnswer = 2 * 1024 * 1024;
    const int MostNotes = 1_000;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestWish = TimeSpan.FromHours(2);
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    readonly ConcurrentDictionary<string, LookupNote> _notes = new(StringComparer.Ordinal);
    readonly SecretProtector _secrets;
    readonly TimeProvider _time;
    readonly ILogger<ForgeLookup> _logger;
    readonly LookupPace _pace;
    readonly HttpClient _http;

    /// <summary>
    /// Ready to ask. The forge's address is dialled only where the site connects to, and never this machine, unless
    /// that is allowed.
    /// </summary>
    public ForgeLookup(SecretProtector secrets, Destinations destinations, TimeProvider time,
        ILogger<ForgeLookup> logger)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        (_secrets, _time, _logger, _pace) = (secrets, time, logger, new LookupPace(time));
        _http = new HttpClient(new GuardedConnector(destinations.WithoutLoopback()).NewHandler())
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>How the last question of a source went since the program began; null: none was asked.</summary>
    public LookupNote? LastOf(string source) => _notes.GetValueOrDefault(source);

    /// <summary>The token of a source is another: its failures are forgotten.</summary>
    public void Reset(string source)
    {
        _pace.Reset(source);
        _notes.TryRemove(source, out _);
    }

    /// <summary>Asks; null: there is no token, it was asked before, or there was no answer.</summary>
    public async Task<ForgeAnswer?> AskAsync(ForgeSource source, PullRequest pullRequest,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(pullRequest);
        var questions = ForgeApi.QuestionsOf(source, pullRequest);
        if (questions.Count == 0 || ForgeSecret.ReadToken(_secrets, source) is not { } token) return null;
        var root = ThreadNames.Of(pullRequest).Root;
        if (!_pace.Take(source.Id, root, questions.Count)) return null;
        var documents = new List<JsonDocument>();
        try
        {
            foreach (var question in questions)
            {
                var (document, problem, wish) = await GetAsync(source.Kind, question, token, cancellationToken);
                if (problem is not null)
                {
                    _pace.Failed(source.Id, root, wish);
                    Note(source, problem);
                    return null;
                }

                if (document is not null) documents.Add(document);
            }

            _pace.Answered(source.Id);
            Note(source, null);
            return documents.Count == 0 ? null : ForgeAnswer.Read(
                source.Kind, [.. documents.Select(document => new Part(document.RootElement))]);
        }
        catch (InvalidOperationException)
        {
            return null; // A text with half a surrogate pair (RFC 8259 §8.2).
        }
        finally
        {
            foreach (var document in documents) document.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    async Task<(JsonDocument? Document, string? Problem, TimeSpan? Wish)> GetAsync(
        ForgeKind kind, Uri question, string token, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = ForgeApi.RequestOf(kind, question, token);
            using var response = await _http.SendAsync(request, either.Token);
            // What the token may not see, or what is gone, is an answer too: nobody else need be kept waiting for it.
            if (response.StatusCode == HttpStatusCode.NotFound) return (null, null, null);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (null, FormattableString.Invariant($"HTTP {(int)response.StatusCode}"), WishOf(response));
            }

            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return (JsonDocument.Parse(bytes, Strict), null, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "no answer within 5 seconds", null);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            return (null, ForgeText.Line(fault.Message, 200), null);
        }
    }

    TimeSpan? WishOf(HttpResponseMessage response)
    {
        var wish = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - _time.GetUtcNow() : null;
        return wish > LongestWish ? LongestWish : wish;
    }

    void Note(ForgeSource source, string? problem)
    {
        if (_notes.Count >= MostNotes) _notes.Clear();
        var before = LastOf(source.Id);
        _notes[source.Id] = new LookupNote(_time.GetUtcNow(), problem);
        if (problem is not null && before?.Problem != problem) NotAnswered(source.Name, problem);
    }

    [LoggerMessage(15030, LogLevel.Warning,
        "{Source} did not say who is concerned by a pull request: {Problem}. Events are told to whom they name; " +
        "check the read token on the page Notifications.")]
    partial void NotAnswered(string source, string problem);
}

/// <summary>How a question went.</summary>
/// <param name="At">When.</param>
/// <param name="Problem">What went wrong, in technical words; null: nothing.</param>
public sealed record LookupNote(DateTimeOffset At, string? Problem);
