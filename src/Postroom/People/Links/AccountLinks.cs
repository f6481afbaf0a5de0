namespace Postroom.People.Links;

/// <summary>Makes, checks, uses up and ends the links that people get by mail, Postroom's own and those of apps.</summary>
public sealed class AccountLinks(IAccountLinkStore store, TimeProvider time)
{
    /// <summary>How long a link of this purpose can be used.</summary>
    public static TimeSpan LifeOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.SetPassword => TimeSpan.FromHours(72),
        LinkPurpose.Reset => TimeSpan.FromHours(1),
        LinkPurpose.Invitation => TimeSpan.FromDays(7),
        LinkPurpose.Confirm or LinkPurpose.ChangeAddress => TimeSpan.FromHours(24),
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    /// <summary>Makes a link about a user; older ones of the same purpose end.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="user">The user.</param>
    /// <param name="email">Where it is mailed to; null: the user's address.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public Task<NewLink> CreateAsync(LinkPurpose purpose, User user, string? email, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var draft = New(purpose, email ?? user.Email) with { UserId = user.Id, Name = user.Name, Language = user.Language };
        return AddAsync(draft, cancellationToken);
    }

    /// <summary>A link that is not stored yet, to be filled in and given to <see cref="AddAsync"/>.</summary>
    public AccountLink New(LinkPurpose purpose, string email)
    {
        var now = time.GetUtcNow();
        return new AccountLink { Id = Guid.CreateVersion7(now), Purpose = purpose, Email = email, CreatedAt = now, ExpiresAt = now + LifeOf(purpose) };
    }

    /// <summary>Stores a link under a new token; older ones of the same app, person and purpose end.</summary>
    public async Task<NewLink> AddAsync(AccountLink draft, CancellationToken cancellationToken)
    {
        var token = LinkToken.New();
        var former = await store.AddAsync(draft, token.Sha256, cancellationToken);
        return former is null ? new NewLink(draft, token) : new NewLink(former, null);
    }

    /// <summary>Looks at a link without using it up; null: it is used, expired, ended or unknown, and nobody is told which.</summary>
    public async Task<AccountLink?> FindAsync(string app, LinkPurpose? purpose, string? token, CancellationToken cancellationToken) =>
        LinkToken.IsOne(token) ? await store.FindAsync(new LinkKey(app, purpose, LinkToken.HashOf(token!)), time.GetUtcNow(), cancellationToken) : null;

    /// <summary>Uses a link up; null as with <see cref="FindAsync"/>. Of any number who try at once, one gets it.</summary>
    public async Task<AccountLink?> RedeemAsync(string app, LinkPurpose? purpose, string? token, CancellationToken cancellationToken) =>
        LinkToken.IsOne(token) ? await store.RedeemAsync(new LinkKey(app, purpose, LinkToken.HashOf(token!)), time.GetUtcNow(), cancellationToken) : null;

    /// <summary>Says which mail carries a link.</summary>
    public Task SetMessageAsync(AccountLink link, string messageId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(link);
        return store.SetMessageAsync(link.Id, messageId, cancellationToken);
    }

    /// <summary>Ends all links of a user, as when the password changes or the user is deactivated.</summary>
    public Task EndAsync(Guid userId, CancellationToken cancellationToken) => store.EndAsync("", userId.ToString("N"), time.GetUtcNow(), cancellationToken);

    /// <summary>Ends one link; false when the app has no such link that can still be used.</summary>
    public Task<bool> RevokeAsync(string app, Guid id, CancellationToken cancellationToken) => store.RevokeAsync(app, id, time.GetUtcNow(), cancellationToken);
}

/// <summary>A link that was made just now.</summary>
/// <param name="Link">The link.</param>
/// <param name="Token">Its secret; null: the same order came before, this is the link of then.</param>
public sealed record NewLink(AccountLink Link, LinkToken? Token);
