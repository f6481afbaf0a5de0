using Microsoft.Extensions.Logging;
using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers.OAuth;

/// <summary>
/// The access token of one sign-in, shared by all sessions: renewed ahead of its end, asked for once at a time whoever
/// waits, and after a failure not at once again.
/// </summary>
sealed partial class TokenCache(TokenOrder order, TokenEndpoint endpoint, RefreshTokens refreshTokens, TimeProvider time, ILogger logger) : ITokenSource
{
    static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>A token so young was not spoilt by lying about: another would be refused, too.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    Held? _held;
    Pause? _pause;
    Task<TokenAnswer>? _asking;
    int _failures;

    public ValueTask<TokenAnswer> GetAsync(string? refused, CancellationToken cancellationToken)
    {
        Task<TokenAnswer> asking;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (refused is not null && _held is { } former && former.Token == refused && now - former.FetchedAt >= Fresh) _held = null;
            if (_held is { } held && (now < held.RenewAt || (_pause is not null && now < _pause.Until && now < held.ExpiresAt)))
                return ValueTask.FromResult<TokenAnswer>(new TokenAnswer.Token(held.Token));
            if (_held is null && _pause is { } pause && now < pause.Until) return ValueTask.FromResult<TokenAnswer>(pause.Answer);

            // Its own task: whoever began to wait may go, and the others still get their token.
            asking = _asking ??= Task.Run(ProbeAsync, CancellationToken.None);
        }

        return new ValueTask<TokenAnswer>(asking.WaitAsync(cancellationToken));
    }

    async Task<TokenAnswer> ProbeAsync()
    {
        TokenFetch fetch;
        try
        {
            // The request has its own deadline, so nobody has to end it.
            var refreshToken = await refreshTokens.NewestAsync(order, CancellationToken.None);
            fetch = await endpoint.ProbeAsync(order, refreshToken, CancellationToken.None);
            if (fetch is TokenFetch.Got { RefreshToken: { } newer }) await refreshTokens.ReplaceAsync(order, newer);
        }
#pragma warning disable CA1031 // A store that cannot be read, or a fault of our own: all who wait are told, and it is tried again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Broke(order.Endpoint.Host, fault);
            fetch = new TokenFetch.Failed(TokenTroubles.Unreachable, "The access token could not be asked for; the log says why.");
        }

        lock (_gate)
        {
            _asking = null;
            return Take(fetch, time.GetUtcNow());
        }
    }

    TokenAnswer Take(TokenFetch fetch, DateTimeOffset now)
    {
        if (fetch is TokenFetch.Got got)
        {
            var lifetime = got.ExpiresAt - now;
            var ahead = lifetime / 5 < Ahead ? lifetime / 5 : Ahead;
            (_held, _pause, _failures) = (new Held(got.Token, now, got.ExpiresAt - ahead, got.ExpiresAt), null, 0);
            Fetched(order.Endpoint.Host, got.ExpiresAt);
            return new TokenAnswer.Token(got.Token);
        }

        var failed = (TokenFetch.Failed)fetch;
        var answer = new TokenAnswer.Unavailable(failed.Reason, failed.Detail);
        var pause = TimeSpan.FromTicks((long)Math.Min(FirstPause.Ticks * Math.Pow(2, Math.Min(_failures++, 20)), LongestPause.Ticks));
        _pause = new Pause(now + pause, answer);
        Failed(failed.Reason, failed.Detail);

        // The one at hand is still good for a while: mail goes on meanwhile.
        return _held is { } held && now < held.ExpiresAt ? new TokenAnswer.Token(held.Token) : answer;
    }

    sealed record Held(string Token, DateTimeOffset FetchedAt, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt)
    {
        public override string ToString() => "***";
    }

    sealed record Pause(DateTimeOffset Until, TokenAnswer.Unavailable Answer);

    [LoggerMessage(6021, LogLevel.Information, "{Endpoint} issued a new access token, valid until {Until}")]
    partial void Fetched(string endpoint, DateTimeOffset until);

    [LoggerMessage(6022, LogLevel.Warning, "No access token for the mail server ({Reason}). {Detail}")]
    partial void Failed(string reason, string detail);

    [LoggerMessage(6024, LogLevel.Error, "The access token could not be requested from {Endpoint}")]
    partial void Broke(string endpoint, Exception fault);
}
