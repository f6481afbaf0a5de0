namespace Postroom.People.Accounts;

/// <summary>Counts requests against limits, for all nodes together and across restarts.</summary>
public interface IRequestLimitStore
{
    /// <summary>
    /// Counts a request, unless it is one too many; one that is refused does not count. Of any number who ask at once, no more
    /// get through than may.
    /// </summary>
    /// <param name="limit">The limit.</param>
    /// <param name="key">Who asks, unlike the keys of other limits.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>When the key has everything again, if it is one too many; null: it is not.</returns>
    Task<DateTimeOffset?> TakeAsync(RequestLimit limit, string key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes back one request that was counted, as it turned out to be none that the limit is for.</summary>
    Task GiveBackAsync(RequestLimit limit, string key, CancellationToken cancellationToken);
}
