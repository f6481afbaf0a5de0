using System.Net.Http.Headers;
using System.Security.Authentication;
using Postroom.Settings;

namespace Postroom.MailServers.OAuth;

/// <summary>Asks a token endpoint (RFC 6749 §3.2). Redirects are not followed: a secret goes only where it was entered for.</summary>
public sealed class TokenEndpoint(TimeProvider time, Destinations? destinations = null) : IDisposable
{
    /// <summary>The whole request, from the lookup to the last byte.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>The largest answer in bytes; real ones have two to six thousand.</summary>
    public const int MaxAnswer = 64 * 1024;

    readonly HttpClient _http = new(new GuardedConnector(destinations ?? Destinations.Usual).NewHandler())
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Whether secrets may be sent there: HTTPS, or this machine.</summary>
    public static bool IsAllowed(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.IsAbsoluteUri && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback));
    }

    internal async Task<TokenFetch> ProbeAsync(
        TokenOrder order, string? refreshToken, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var host = order.Endpoint.Host;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, order.Endpoint) { Content = new FormUrlEncodedContent(Fields(order, refreshToken)) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            return body is null
                ? new TokenFetch.Failed(TokenTroubles.TooLarge, $"{host} answered with more than 64 KiB, which no token endpoint does: is the address right?")
                : TokenAnswerReader.Read(order with { RefreshToken = refreshToken }, response.StatusCode, body, response.Headers.Date, time.GetUtcNow());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TokenFetch.Failed(TokenTroubles.Unreachable, FormattableString.Invariant($"The token endpoint {host} did not answer within {Deadline.TotalSeconds:0} s."));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new TokenFetch.Failed(TokenTroubles.Unreachable, $"The token endpoint {host} cannot be reached: {TokenAnswerReader.Shown(Words(fault), order)}");
        }
    }

    IEnumerable<KeyValuePair<string, string>> Fields(TokenOrder order, string? refreshToken)
    {
        yield return new("grant_type", order.Grant switch
        {
            GrantKind.ClientCredentials => "client_credentials",
            GrantKind.RefreshToken => "refresh_token",
            GrantKind.ServiceAccount => "urn:ietf:params:oauth:grant-type:jwt-bearer",
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        if (order.ServiceAccount is { } account)
        {
            yield return new("assertion", account.Assert(order, time.GetUtcNow()));
            yield break;
        }

        if (refreshToken is not null) yield return new("refresh_token", refreshToken);
        yield return new("client_id", order.ClientId);
        if (!string.IsNullOrEmpty(order.ClientSecret)) yield return new("client_secret", order.ClientSecret);
        if (order.Scope.Length > 0) yield return new("scope", order.Scope);
    }

    static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer + 1];
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count > MaxAnswer ? null : buffer[..count];
    }

    static string Words(Exception fault)
    {
        var innermost = fault.GetBaseException();
        return innermost is AuthenticationException ? $"its certificate or TLS was not accepted. {innermost.Message}" : innermost.Message;
    }
}
