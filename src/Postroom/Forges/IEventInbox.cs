namespace Postroom.Forges;

/// <summary>Keeps what came in until it was worked on, and for a while after.</summary>
public interface IEventInbox
{
    /// <summary>How long the same bytes without an id are the same event: a forge that tries again does it sooner.</summary>
    static readonly TimeSpan RepeatWindow = TimeSpan.FromMinutes(10);

    /// <summary>Keeps an event on disk, with what it shows of people where it ends at the door. Returns false when the source had sent one of this id before, or one that began alike within <see cref="RepeatWindow"/>: nothing was changed.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was kept.</exception>
    Task<bool> AddAsync(NewInboxEvent added, CancellationToken cancellationToken);

    /// <summary>Takes due events in hand, oldest first; of large ones fewer, at least one. No other node gets them until <paramref name="lease"/> has passed.</summary>
    Task<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Says what became of an event in hand, and remembers what it showed of people, both or neither. Returns false when it is in hand no longer.</summary>
    /// <param name="item">As it was claimed.</param>
    /// <param name="state">Where it ends.</param>
    /// <param name="reason">Why; null: it went well.</param>
    /// <param name="sighting">What it showed of people; null: nothing.</param>
    /// <param name="cancellationToken">Ends the wait for a place in the queue.</param>
    Task<bool> FinishAsync(InboxItem item, InboxState state, ForgeReason? reason, Memory.Sighting? sighting, CancellationToken cancellationToken);

    /// <summary>Gives an event in hand back, to be tried again. Returns false when it is in hand no longer.</summary>
    Task<bool> DeferAsync(InboxItem item, DateTimeOffset dueAt, ForgeReason reason, CancellationToken cancellationToken);

    /// <summary>The newest that match.</summary>
    Task<IReadOnlyList<InboxItem>> SearchAsync(InboxFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>One with its payload; null: there is none.</summary>
    Task<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Lets an event that is done with and has its payload be worked on again. Returns false when there is none such.</summary>
    Task<bool> ReplayAsync(long id, CancellationToken cancellationToken);

    /// <summary>Lets every failed event be worked on again. Returns how many.</summary>
    Task<int> ReplayFailedAsync(CancellationToken cancellationToken);

    /// <summary>Removes what was processed or ignored before this moment. Returns how many; failed ones stay.</summary>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
