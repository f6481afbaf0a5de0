namespace Postroom.People.SingleSignOn;

/// <summary>Keeps which user is who at a provider. Each method is one transaction.</summary>
public interface IExternalLoginStore
{
    /// <summary>The user who is this person of the provider; null: none.</summary>
    Task<Guid?> FindAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>ExternalLogins a user to a person of the provider; false, and nothing is changed, when either is linked already.</summary>
    Task<bool> AddAsync(string issuer, string subject, Guid userId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether the user is linked to anybody.</summary>
    Task<bool> IsLinkedAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>The providers at which the user is linked to somebody, by their issuers, in order.</summary>
    Task<IReadOnlyList<string>> IssuersOfAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Unlinks a user; false when nothing was tied.</summary>
    Task<bool> ForgetAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Unlinks a user at one provider; false when nothing was tied there.</summary>
    Task<bool> ForgetAsync(Guid userId, string issuer, CancellationToken cancellationToken);
}
