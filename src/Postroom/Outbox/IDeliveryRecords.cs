using Postroom.Deliveries;

namespace Postroom.Outbox;

/// <summary>Reads what the outbox knows, for people. Never on the way of a message.</summary>
public interface IDeliveryRecords
{
    /// <summary>Finds deliveries, newest first.</summary>
    Task<DeliveryPage> SearchAsync(DeliverySearch search, CancellationToken cancellationToken);

    /// <summary>One message with its deliveries and their attempts; null: unknown.</summary>
    Task<MessageRecord?> FindAsync(MessageId id, CancellationToken cancellationToken);

    /// <summary>The ledger over all apps and days.</summary>
    Task<LedgerBalance> LedgerAsync(CancellationToken cancellationToken);
}

/// <summary>What to look for.</summary>
public sealed record DeliverySearch
{
    /// <summary>Words found in recipient, sender, subject, message id or last reply; null: all.</summary>
    public string? Text { get; init; }

    /// <summary>Only this state; null: all.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Only these states; empty: all.</summary>
    public IReadOnlyList<DeliveryState> AnyOf { get; init; } = [];

    /// <summary>Only those that were tried before, or were not; null: both.</summary>
    public bool? WasTried { get; init; }

    /// <summary>Only those that failed last for this cause; null: all.</summary>
    public string? Cause { get; init; }

    /// <summary>With <see cref="Cause"/>: also those that are due and were never tried. While sending is paused they wait for the same.</summary>
    public bool WithHeld { get; init; }

    /// <summary>Only this app; null: all.</summary>
    public string? App { get; init; }

    /// <summary>The cursor of the page before; null: from the newest.</summary>
    public string? Cursor { get; init; }

    /// <summary>Rows on a page, 1 to 200. The default value is 50.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>One page of deliveries.</summary>
/// <param name="Rows">The rows, newest first.</param>
/// <param name="NextCursor">The cursor of the next page; null: this is the last.</param>
public sealed record DeliveryPage(IReadOnlyList<DeliveryRow> Rows, string? NextCursor);

/// <summary>One delivery in a list.</summary>
/// <param name="MessageId">Its message.</param>
/// <param name="App">The app.</param>
/// <param name="Lane">How urgent.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="From">The From header.</param>
/// <param name="Subject">The subject.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="DueAt">When it is tried next; null: it is not.</param>
/// <param name="LastWords">What the server last said; null: nothing yet.</param>
/// <param name="Cause">Why it failed last, as <see cref="FailureCause.Id"/>; null: it did not, or nobody knows.</param>
public sealed record DeliveryRow(
    MessageId MessageId, string App, Lane Lane, string Recipient, string From, string Subject, DeliveryState State,
    int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string? LastWords, string? Cause = null);

/// <summary>One message with all that happened to it.</summary>
public sealed record MessageRecord
{
    /// <summary>Its name.</summary>
    public required MessageId Id { get; init; }

    /// <summary>The app.</summary>
    public required string App { get; init; }

    /// <summary>How urgent.</summary>
    public required Lane Lane { get; init; }

    /// <summary>The reverse-path; empty is the null sender.</summary>
    public required string EnvelopeSender { get; init; }

    /// <summary>The From header.</summary>
    public required string From { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The Message-ID header without angle brackets.</summary>
    public required string InternetMessageId { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>What kind of mail; null: an app's own.</summary>
    public string? Kind { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not tried before; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Given up at.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether its body is kept no more, so that it can be neither looked at nor sent again.</summary>
    public bool IsWiped { get; init; }

    /// <summary>Its recipients.</summary>
    public required IReadOnlyList<DeliveryRecord> Deliveries { get; init; }
}

/// <summary>One recipient with its attempts.</summary>
/// <param name="Recipient">To whom.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DueAt">When it is tried next; null: it is not.</param>
/// <param name="LastWords">What the server last said; null: nothing yet.</param>
/// <param name="Attempts">Every attempt, oldest first.</param>
public sealed record DeliveryRecord(
    string Recipient, DeliveryState State, DateTimeOffset? DueAt, string? LastWords, IReadOnlyList<AttemptRecord> Attempts);

/// <summary>One attempt, as it was recorded.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Duration">How long.</param>
/// <param name="Outcome"><c>delivered</c>, <c>deferred</c>, <c>bounced</c>, <c>expired</c>, <c>suppressed</c> or <c>uncertain</c>.</param>
/// <param name="Words">The server's words, or ours.</param>
/// <param name="Server">The mail server as host:port; null: none.</param>
/// <param name="Tls">TLS version and cipher; null: plaintext.</param>
/// <param name="Phase">The stage reached; null: no conversation.</param>
/// <param name="Transcript">The redacted conversation; null: not kept.</param>
/// <param name="Cause">Why it failed, as <see cref="FailureCause.Id"/>; null: it did not, or it was not recorded.</param>
public sealed record AttemptRecord(
    int Number, DateTimeOffset StartedAt, TimeSpan Duration, string Outcome, string Words, string? Server, string? Tls,
    string? Phase, string? Transcript, string? Cause = null);

/// <summary>Accepted deliveries and what became of them; see product row D2.</summary>
/// <param name="Accepted">All that were ever accepted.</param>
/// <param name="Delivered">Taken by a mail server.</param>
/// <param name="Bounced">Refused for good.</param>
/// <param name="Expired">Out of time.</param>
/// <param name="Cancelled">Taken back.</param>
/// <param name="Suppressed">Not sent on purpose.</param>
/// <param name="Waiting">Waiting or in hand.</param>
/// <param name="Uncertain">Left uncertain.</param>
/// <param name="RowsAgree">Whether the counters agree with a count of the rows.</param>
public sealed record LedgerBalance(
    long Accepted, long Delivered, long Bounced, long Expired, long Cancelled, long Suppressed, long Waiting, long Uncertain,
    bool RowsAgree)
{
    /// <summary>Whether nothing is unaccounted for.</summary>
    public bool IsBalanced =>
        RowsAgree && Accepted == Delivered + Bounced + Expired + Cancelled + Suppressed + Waiting + Uncertain;
}
