namespace Postroom.Notifications.Digests;

/// <summary>Keeps the mails to come. All timers are in it, none in memory, so that restarts and other nodes change nothing.</summary>
public interface IDigestStore
{
    /// <summary>
    /// Takes due digests in hand, so that no other node does. Digests of one person about one pull request become one. A digest
    /// in hand gathers no more; taken again after a crash it is the same one.
    /// </summary>
    /// <param name="limit">The most to take; 1 to 1,000.</param>
    /// <param name="mostMailsPerHour">The most mails of one person within an hour; what is beyond stays open.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is taken.</param>
    Task<IReadOnlyList<Digest>> ClaimAsync(int limit, int mostMailsPerHour, CancellationToken cancellationToken);

    /// <summary>Records what became of digests in hand, in one transaction. One that another node has finished meanwhile is passed over.</summary>
    Task FinishAsync(IReadOnlyList<DigestOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>When the next digest is due; null: there is none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);
}
