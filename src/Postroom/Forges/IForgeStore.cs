namespace Postroom.Forges;

/// <summary>Keeps the forges that may send webhooks.</summary>
public interface IForgeStore
{
    /// <summary>All of them by name.</summary>
    Task<IReadOnlyList<ForgeSource>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One by its id; null: there is none.</summary>
    Task<ForgeSource?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds one. Returns false when its name is taken.</summary>
    Task<bool> AddAsync(ForgeSource source, CancellationToken cancellationToken);

    /// <summary>Replaces name, address and secret. Returns false when the name is another's, or there is none of this id.</summary>
    Task<bool> UpdateAsync(ForgeSource source, CancellationToken cancellationToken);

    /// <summary>Removes one and what is remembered of its people; its events stay in the inbox. Returns false when there is none.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
