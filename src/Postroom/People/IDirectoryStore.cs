namespace Postroom.People;

/// <summary>Keeps people and their logins. A login leads to one person, an address belongs to one person, whatever their case.</summary>
public interface IDirectoryStore
{
    /// <summary>Who these logins are in a source, those of <see cref="PeopleDirectory.AnySource"/> coming second. Unknown ones are missing; keys compare without regard to case.</summary>
    Task<IReadOnlyDictionary<string, Person>> FindAsync(string source, IReadOnlyCollection<string> logins, CancellationToken cancellationToken);

    /// <summary>The person; null: unknown.</summary>
    Task<Person?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Who has this address; null: nobody.</summary>
    Task<Person?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>Keeps what is known of logins, in one transaction.</summary>
    /// <param name="entries">The logins, their addresses checked.</param>
    /// <param name="isLearnt">Whether payloads told it. What was entered is never changed by what is learnt, but gaps are filled.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    Task PutAsync(IReadOnlyList<DirectoryEntry> entries, bool isLearnt, CancellationToken cancellationToken);

    /// <summary>Replaces name, address, language and time zone of a person; false: the person is gone, or the address is another's.</summary>
    Task<bool> UpdateAsync(Person person, CancellationToken cancellationToken);

    /// <summary>Makes one person of two: logins, watches and waiting notices of the second go to the first, gaps of the first are filled. False: one of them is gone.</summary>
    Task<bool> MergeAsync(Guid keep, Guid drop, CancellationToken cancellationToken);

    /// <summary>Takes a login away from its person; false: there was none.</summary>
    Task<bool> RemoveLoginAsync(string source, string login, CancellationToken cancellationToken);

    /// <summary>Removes a person with logins, preferences and all that waits for them; false: the person is gone.</summary>
    Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>People whose address, name or login contains a text (null: all), by id beyond <paramref name="after"/> (null: from the start).</summary>
    Task<IReadOnlyList<DirectoryPerson>> ListAsync(string? text, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many people there are, and how many of them have no address.</summary>
    Task<(long People, long WithoutAddress)> CountAsync(CancellationToken cancellationToken);
}
