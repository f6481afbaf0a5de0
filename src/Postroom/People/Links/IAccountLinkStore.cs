namespace Postroom.People.Links;

/// <summary>Keeps the links of people. Each method is one transaction, so that any number of nodes may share the store.</summary>
public interface IAccountLinkStore
{
    /// <summary>Adds a link and ends the open ones of the same app, person and purpose.</summary>
    /// <param name="link">The link.</param>
    /// <param name="sha256">SHA-256 of its token in lower-case hex.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>The link that has the same app and idempotency key, and a mail, when there is one: then nothing was added; null: it was added.</returns>
    Task<AccountLink?> AddAsync(AccountLink link, string sha256, CancellationToken cancellationToken);

    /// <summary>Says which mail carries a link.</summary>
    Task SetMessageAsync(Guid id, string messageId, CancellationToken cancellationToken);

    /// <summary>Finds a link that may still be used; null: there is none.</summary>
    Task<AccountLink?> FindAsync(LinkKey key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Uses a link up; null: it may not be used. Of any number who try at once, one gets it. Unless it only confirmed an address,
    /// the other links of the person at that app end with it.
    /// </summary>
    Task<AccountLink?> RedeemAsync(LinkKey key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends all open links of a person at an app; returns how many.</summary>
    Task<int> EndAsync(string app, string person, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends one link; false when the app has no such link that is open.</summary>
    Task<bool> RevokeAsync(string app, Guid id, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>What opens a link.</summary>
/// <param name="App">The app; empty: Postroom's own.</param>
/// <param name="Purpose">What the link must be for; null: any.</param>
/// <param name="Sha256">SHA-256 of the token in lower-case hex.</param>
public sealed record LinkKey(string App, LinkPurpose? Purpose, string Sha256);
