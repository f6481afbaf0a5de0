namespace Postroom.Outbox;

/// <summary>Failures by cause, and what servers said that nobody knows yet. For people; never on the way of a message.</summary>
public interface IFailureSummaries
{
    /// <summary>Every cause for which deliveries wait or have failed, those that wait first, then the latest.</summary>
    /// <param name="heldBy">The cause sending is paused for: what is due and was never tried counts to it. Null: sending is not paused.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<IReadOnlyList<CauseSummary>> ListAsync(string? heldBy, CancellationToken cancellationToken);

    /// <summary>Makes every waiting delivery of a cause due now. What was refused for good stays as it is.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="withHeld">Whether sending is paused for it, so that what is due and was never tried counts to it.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>How many deliveries wait for it: as many as <see cref="CauseSummary.Waiting"/>.</returns>
    Task<int> RetryAsync(string cause, bool withHeld, CancellationToken cancellationToken);

    /// <summary>The replies whose words are in no table, latest first; at most 500 are kept.</summary>
    Task<IReadOnlyList<UnknownReply>> UnknownRepliesAsync(CancellationToken cancellationToken);

    /// <summary>Forgets the unknown replies. Returns how many.</summary>
    Task<int> ForgetUnknownRepliesAsync(CancellationToken cancellationToken);
}

/// <summary>One cause and its deliveries.</summary>
/// <param name="Cause">The id.</param>
/// <param name="Waiting">Deliveries that are tried again.</param>
/// <param name="Failed">Deliveries that were refused for good, ran out of time or stayed uncertain.</param>
/// <param name="FirstSeen">The first attempt that failed so; null: no attempt is kept.</param>
/// <param name="LastSeen">The latest; null: no attempt is kept.</param>
/// <param name="Servers">The mail servers of the latest attempts as <c>host:port</c>.</param>
/// <param name="Examples">Up to three deliveries, those that wait first, then the newest.</param>
public sealed record CauseSummary(
    string Cause, long Waiting, long Failed, DateTimeOffset? FirstSeen, DateTimeOffset? LastSeen,
    IReadOnlyList<string> Servers, IReadOnlyList<CauseExample> Examples)
{
    /// <summary>The same, with the time in which the cause was met otherwise than by an attempt that is kept.</summary>
    public CauseSummary SeenBy(DateTimeOffset first, DateTimeOffset last) => this with
    {
        FirstSeen = FirstSeen < first ? FirstSeen : first,
        LastSeen = LastSeen > last ? LastSeen : last,
    };
}

/// <summary>One delivery that failed.</summary>
/// <param name="MessageId">Its message.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Words">What the server last said; null: nothing.</param>
public sealed record CauseExample(MessageId MessageId, string Recipient, string Subject, string? Words);

/// <summary>A reply in words that no table knows.</summary>
/// <param name="Stage">The word of the stage; null: not known.</param>
/// <param name="Shape">The reply, with marks in place of addresses, names and numbers.</param>
/// <param name="Count">How often it was said.</param>
/// <param name="FirstSeen">When first.</param>
/// <param name="LastSeen">When last.</param>
public sealed record UnknownReply(string? Stage, string Shape, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
