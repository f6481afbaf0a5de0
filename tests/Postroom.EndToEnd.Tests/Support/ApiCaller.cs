using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>An app that hands mail in over HTTP, as any app would.</summary>
sealed class ApiCaller : IDisposable
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    readonly HttpClient _http;

    ApiCaller(Uri address, string key)
    {
        Key = key;
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public string Key { get; }

    /// <summary>Makes a key with the command line while the server runs.</summary>
    public static async Task<ApiCaller> WithNewKeyAsync(PostroomProgram program, CancellationToken cancellationToken)
    {
        var result = await program.RunAsync(cancellationToken, "key", "create", "--app", "tests", "--scope", "send", "--json");
        if (result.ExitCode != 0) throw new InvalidOperationException($"key create ended with {result.ExitCode}: {result.Errors}{result.Output}");
        using var json = JsonDocument.Parse(result.Output);
        return new ApiCaller(program.Address, json.RootElement.GetProperty("key").GetString()!);
    }

    public Task<HttpResponseMessage> PostAsync(object message, CancellationToken cancellationToken, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages") { Content = JsonContent.Create(message) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return _http.SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> PostRawAsync(HttpContent content, CancellationToken cancellationToken) =>
        _http.PostAsync("/api/v1/messages", content, cancellationToken);

    /// <summary>Hands in a message that must be accepted; returns its id.</summary>
    public async Task<string> SendAsync(object message, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(message, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.StatusCode != System.Net.HttpStatusCode.Accepted) throw new InvalidOperationException($"{response.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("id").GetString()!;
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken) => _http.GetAsync(path, cancellationToken);

    public async Task<JsonElement> EventsAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonElement>("/api/v1/events", cancellationToken)).GetProperty("events");

    public async Task<JsonElement> MessageAsync(string id, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<JsonElement>($"/api/v1/messages/{id}", cancellationToken);

    /// <summary>Looks at a message until its first delivery is as wanted.</summary>
    public async Task<JsonElement> WaitForDeliveryAsync(
        string id, Func<JsonElement, bool> isWanted, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var end = TimeProvider.System.GetUtcNow() + deadline;
        while (true)
        {
            var delivery = (await MessageAsync(id, cancellationToken)).GetProperty("deliveries")[0];
            if (isWanted(delivery)) return delivery;
            if (TimeProvider.System.GetUtcNow() > end) throw new TimeoutException($"The delivery is not as wanted within {deadline:c}: {delivery}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public Task<JsonElement> WaitForStateAsync(string id, string state, TimeSpan deadline, CancellationToken cancellationToken) =>
        WaitForDeliveryAsync(id, delivery => delivery.GetProperty("state").GetString() == state, deadline, cancellationToken);

    public void Dispose() => _http.Dispose();
}
