using Microsoft.Extensions.Logging;
using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers.OAuth;

/// <summary>Makes the source of access tokens for a sign-in.</summary>
public sealed class OAuthTokens(TokenEndpoint endpoint, RefreshTokens refreshTokens, TimeProvider time, ILogger<OAuthTokens> logger)
{
    /// <summary>A source with a cache of its own. Nothing is asked before somebody wants a token.</summary>
    public ITokenSource For(TokenOrder order) => new TokenCache(order, endpoint, refreshTokens, time, logger);
}
