namespace Postroom.MailServers.OAuth;

/// <summary>
/// Keeps the refresh tokens that an endpoint gave in place of those that were entered. Beside the settings, so that an
/// hourly change makes no new version of them, and going back to older settings still finds the newest token.
/// </summary>
public interface IRefreshTokenStore
{
    /// <summary>The newest one, protected; null: the one that was entered is the newest.</summary>
    /// <param name="name">The name of the one that was entered, 64 hex digits.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<string?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Keeps a newer one; the last of two nodes wins, and either is good.</summary>
    /// <param name="name">The name of the one that was entered.</param>
    /// <param name="protectedToken">The newer one, protected.</param>
    /// <param name="at">When it was given.</param>
    /// <param name="cancellationToken">The caller's wish to stop before it is written.</param>
    Task SaveAsync(string name, string protectedToken, DateTimeOffset at, CancellationToken cancellationToken);
}
