namespace Postroom.Alarms;

/// <summary>Keeps outages, so that an alarm is raised and cleared once, across nodes and restarts.</summary>
public interface IOutageLog
{
    /// <summary>
    /// Notes that a node meets an outage, and opens it when none of this route goes on. One that was cleared while this node
    /// still saw it begins at the clearing: a node that learns late raises no alarm for what is over.
    /// </summary>
    /// <returns>The outage that goes on.</returns>
    Task<Outage> MeetAsync(OutageSighting sighting, CancellationToken cancellationToken);

    /// <summary>Raises the alarm of an outage that goes on. True for one caller alone.</summary>
    /// <param name="outage">Its number.</param>
    /// <param name="withPost">Whether a post to the webhook is put down in the same transaction.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    Task<bool> RaiseAsync(long outage, bool withPost, CancellationToken cancellationToken);

    /// <summary>Clears the outage of a route that no node has met since mail flowed. Not null for one caller alone.</summary>
    /// <param name="route">The route.</param>
    /// <param name="flowedAt">When mail flowed.</param>
    /// <param name="withPost">Whether a post is put down where the alarm was raised.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    Task<Outage?> ClearAsync(string route, DateTimeOffset flowedAt, bool withPost, CancellationToken cancellationToken);

    /// <summary>The outages, newest first, whether they were raised or not.</summary>
    Task<IReadOnlyList<Outage>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The posts about these outages.</summary>
    Task<IReadOnlyList<AlarmPostRecord>> PostsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Takes posts that are due; until <paramref name="lease"/> has passed no other node gets them.</summary>
    Task<IReadOnlyList<AlarmPost>> TakePostsAsync(TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Records what became of a post.</summary>
    /// <param name="post">Its number.</param>
    /// <param name="outcome">In plain English.</param>
    /// <param name="isDone">Whether it was taken.</param>
    /// <param name="nextAt">When it is tried again; null: it is over.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task NotePostAsync(long post, string outcome, bool isDone, DateTimeOffset? nextAt, CancellationToken cancellationToken);
}
