using Microsoft.Extensions.Logging;
using Postroom.Settings;

namespace Postroom.MailServers.OAuth;

/// <summary>The refresh token to use now: the one that was entered, or what the endpoint gave in its place since.</summary>
/// <param name="secrets">Protects them at rest.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="store">Where they are kept; null: in memory alone, as for a single test.</param>
public sealed partial class RefreshTokens(SecretProtector secrets, TimeProvider time, ILogger<RefreshTokens> logger, IRefreshTokenStore? store = null)
{
    const string Purpose = "mail server rotated refresh token";

    readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> _unsaved = new();

    /// <summary>The newest token for what was entered.</summary>
    internal async Task<string?> NewestAsync(TokenOrder order, CancellationToken cancellationToken)
    {
        if (order.RefreshToken is not { } entered) return null;
        var name = order.RefreshTokenName;
        if (_unsaved.TryGetValue(name, out var newer)) return newer;
        if (store is null || await store.FindAsync(name, cancellationToken) is not { } kept) return entered;
        return secrets.Unprotect(Purpose, name, kept) is SecretReading.Read read ? read.Secret : entered;
    }

    /// <summary>Keeps the token that was given in place of another. What cannot be stored stays in memory and is stored with the next.</summary>
    internal async Task ReplaceAsync(TokenOrder order, string newer)
    {
        var name = order.RefreshTokenName;
        _unsaved[name] = newer;
        if (store is null) return;
        try
        {
            // Past the point of no return: the endpoint may already have forgotten the former one.
            await store.SaveAsync(name, secrets.Protect(Purpose, name, newer), time.GetUtcNow(), CancellationToken.None);
            _unsaved.TryRemove(name, out _);
        }
#pragma warning disable CA1031 // The token at hand is good and mail goes out with it; that it could not be stored is said.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            NotStored(order.Endpoint.Host, fault);
        }
    }

    [LoggerMessage(6023, LogLevel.Error, "A new refresh token of {Endpoint} could not be stored; it is kept in memory until the next one. If Postroom stops before that, a new one may have to be entered")]
    partial void NotStored(string endpoint, Exception fault);
}
