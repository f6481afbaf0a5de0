namespace Postroom.Forges.Memory;

/// <summary>
/// Remembers who is concerned by pull requests, as most forges leave people out of most payloads. It is written with
/// the rows of
/// the inbox, in their transactions (<see cref="IEventInbox"/>).
/// </summary>
public interface IPullRequestMemoryStore
{
    /// <summary>What is remembered of a pull request, with the logins behind numbers.</summary>
    /// <param name="source">The source of the pull request.</param>
    /// <param name="root">Its <see cref="Notifications.ThreadNames.Root"/>.</param>
    /// <param name="ids">Numbers to be found besides those that are remembered.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Recollection> RecallAsync(string source, string root, IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken);

    /// <summary>
    /// Forgets pull requests and people that no payload has confirmed since a moment. Returns how many.
    /// </summary>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>What is remembered of a pull request.</summary>
/// <param name="Memory">Who is what.</param>
/// <param name="ById">Whom numbers stand for, as they are called now; unknown ones are missing.</param>
public sealed record Recollection(PullRequestMemory Memory, IReadOnlyDictionary<string, ForgeIdentity> ById)
{
    /// <summary>Nothing is remembered.</summary>
    public static Recollection None { get; } = new(PullRequestMemory.Empty, new Dictionary<string, ForgeIdentity>());
}
