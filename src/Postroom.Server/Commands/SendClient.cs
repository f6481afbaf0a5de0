using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Postroom.Client;

namespace Postroom.Server.Commands;

/// <summary>Hands a message to a server over HTTP.</summary>
sealed class SendClient : IDisposable
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    readonly HttpClient _http;

    public SendClient(Uri server, string key)
    {
        // No redirect: the key is for this server alone.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server, Timeout = Deadline };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => _http.Dispose();

    public async Task<SendOutcome> SendAsync(SendRequest message, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/messages");
        request.Content = JsonContent.Create(message, PostroomJson.Default.SendRequest);
        if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.StatusCode == HttpStatusCode.Accepted ? Read(body) : Refusal(response.StatusCode, body);
        }
        catch (HttpRequestException fault)
        {
            return new SendOutcome.TryLater($"{_http.BaseAddress} could not be reached: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.TryLater(FormattableString.Invariant(
                $"{_http.BaseAddress} did not answer within {Deadline.TotalSeconds} s. Whether the message was accepted is unknown."));
        }
    }

    static SendOutcome Read(string body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, PostroomJson.Default.SendAnswer) is { } answer) return new SendOutcome.Accepted(answer);
        }
        catch (JsonException)
        {
            // Said below: what answers 202 without the answer is another server.
        }

        return new SendOutcome.Refused("What answered is no Postroom server: its answer cannot be read.");
    }

    static SendOutcome Refusal(HttpStatusCode status, string body)
    {
        var reason = FormattableString.Invariant($"{(int)status}: {ProblemText.Read(body)}");
        return status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            ? new SendOutcome.TryLater(reason)
            : new SendOutcome.Refused(reason);
    }
}
