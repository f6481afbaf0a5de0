using System.Net;
using System.Text.Json;
using Postroom.Settings;

namespace Postroom.People.SingleSignOn;

/// <summary>Speaks HTTP with a provider: no redirects, 10 seconds, at most 256 KiB, JSON only. Nothing it sends or gets is logged.</summary>
public sealed class ProviderClient(Destinations? destinations = null) : IDisposable
{
    const int LargestAnswer = 256 * 1024;
    const int LongestError = 60;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    readonly HttpClient _http = new(new GuardedConnector(destinations ?? Destinations.Usual).NewHandler())
    {
        Timeout = Deadline,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>Asks, and reads the JSON of the answer.</summary>
    public async Task<ProviderAnswer<JsonElement>> ProbeAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var json = ReadJson(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (response.StatusCode == HttpStatusCode.OK && json is { } read) return new ProviderAnswer<JsonElement>.Came(read);
            return Failed(FormattableString.Invariant($"it answered {(int)response.StatusCode}{ErrorOf(json)}"));
        }
        catch (HttpRequestException fault)
        {
            return Failed($"it cannot be reached: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(FormattableString.Invariant($"it did not answer within {Deadline.TotalSeconds:0} seconds"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    static ProviderAnswer<JsonElement>.Failed Failed(string reason) => new(reason);

    static JsonElement? ReadJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The word of RFC 6749 §5.2, such as invalid_client, which tells an administrator what to mend.
    static string ErrorOf(JsonElement? json)
    {
        if (json is not { } answer || !answer.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.String) return "";
        var word = error.GetString()!;
        return word.Length <= LongestError && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? $" ({word})" : "";
    }
}
