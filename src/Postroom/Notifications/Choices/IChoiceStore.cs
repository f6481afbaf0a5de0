using System.Globalization;
using Postroom.People;

namespace Postroom.Notifications.Choices;

/// <summary>Keeps what people chose: how they are told, what they unsubscribed from, what they watch.</summary>
public interface IChoiceStore
{
    /// <summary>Where these people stand towards a pull request. Who chose nothing is missing.</summary>
    /// <param name="people">The people.</param>
    /// <param name="source">The source of the pull request.</param>
    /// <param name="root">Its <see cref="ThreadNames.Root"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyDictionary<Guid, PersonSubscription>> ReadAsync(
        IReadOnlyCollection<Guid> people, string source, string root, CancellationToken cancellationToken);

    /// <summary>What a person chose; <see cref="PersonChoices.Default"/>: nothing.</summary>
    Task<PersonChoices> FindAsync(Guid person, CancellationToken cancellationToken);

    /// <summary>Keeps what a person chose; false: the person is gone.</summary>
    Task<bool> SaveAsync(Guid person, PersonChoices choices, CancellationToken cancellationToken);

    /// <summary>Unsubscribes a person from a pull request, or from all (thread 0). Again is no error. False: person or pull request are gone.</summary>
    Task<bool> UnsubscribeAsync(Guid person, long thread, CancellationToken cancellationToken);

    /// <summary>Takes it back; false: there was nothing to take back.</summary>
    Task<bool> ResubscribeAsync(Guid person, long thread, CancellationToken cancellationToken);

    /// <summary>What a person unsubscribed from, all first.</summary>
    Task<IReadOnlyList<Unsubscription>> UnsubscribedAsync(Guid person, CancellationToken cancellationToken);

    /// <summary>The label of a pull request by its number here; null: unknown, or 0.</summary>
    Task<string?> LabelAsync(long thread, CancellationToken cancellationToken);

    /// <summary>Who watches a pull request, or its repository, on their own wish.</summary>
    Task<IReadOnlyList<Person>> WatchersAsync(Watch watch, CancellationToken cancellationToken);

    /// <summary>Lets a person watch. Again is no error. False: the person is gone.</summary>
    Task<bool> WatchAsync(Guid person, Watch watch, CancellationToken cancellationToken);

    /// <summary>Ends it; false: they did not watch.</summary>
    Task<bool> UnwatchAsync(Guid person, Watch watch, CancellationToken cancellationToken);

    /// <summary>The pull request of this number here, as something to watch; null: unknown, or 0.</summary>
    Task<Watch?> FindThreadAsync(long thread, CancellationToken cancellationToken);

    /// <summary>Who watches what, by source, project, repository and number.</summary>
    /// <param name="text">Only where project, repository, name or address contains this; null: all.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<Watcher>> ListWatchersAsync(string? text, int limit, CancellationToken cancellationToken);

    /// <summary>What a person watches.</summary>
    Task<IReadOnlyList<Watch>> WatchesAsync(Guid person, CancellationToken cancellationToken);
}

/// <summary>Something to watch: a pull request or a whole repository.</summary>
/// <param name="Source">The source.</param>
/// <param name="Project">The project, owner or group.</param>
/// <param name="Repository">The repository.</param>
/// <param name="Number">The number of the pull request; 0: the whole repository.</param>
public sealed record Watch(string Source, string Project, string Repository, long Number)
{
    /// <summary>The most characters of each name.</summary>
    public const int LongestName = 200;

    /// <summary>What people call it: <c>project/repository #7</c>.</summary>
    public string Label => Number == 0 ? $"{Project}/{Repository}" : string.Create(CultureInfo.InvariantCulture, $"{Project}/{Repository} #{Number}");

    /// <summary>The pull request of an event.</summary>
    public static Watch Of(PullRequestEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new Watch(e.Source, e.PullRequest.Project, e.PullRequest.Repository, e.PullRequest.Number);
    }
}

/// <summary>Somebody who watches something on their own wish, or somebody else's.</summary>
/// <param name="Watch">What.</param>
/// <param name="Person">Who.</param>
public sealed record Watcher(Watch Watch, Person Person);

/// <summary>Something a person unsubscribed from.</summary>
/// <param name="Thread">The pull request by its number here; 0: all.</param>
/// <param name="Label">What people call it; empty: all.</param>
/// <param name="At">When.</param>
public sealed record Unsubscription(long Thread, string Label, DateTimeOffset At);
