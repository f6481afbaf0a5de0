using Postroom.Deliveries;

namespace Postroom.Outbox;

/// <summary>One attempt at a message, finished: one conversation, one outcome for each recipient in hand.</summary>
public sealed record FinishedAttempt
{
    /// <summary>The message.</summary>
    public required MessageId MessageId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The mail server as <c>host:port</c>; null: none was spoken to.</summary>
    public string? Server { get; init; }

    /// <summary>The TLS version and cipher; null: plaintext or no connection.</summary>
    public string? Tls { get; init; }

    /// <summary>The stage that was reached, in lower case with hyphens, such as <c>rcpt-to</c>; null: no conversation.</summary>
    public string? Phase { get; init; }

    /// <summary>The redacted conversation, a line for each line; null: none was recorded.</summary>
    public string? Transcript { get; init; }

    /// <summary>The recipients and their outcomes.</summary>
    public required IReadOnlyList<FinishedDelivery> Deliveries { get; init; }
}

/// <summary>What the attempt came to for one recipient.</summary>
/// <param name="Lease">The delivery that was in hand.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Cause">Why it failed; null: it did not, or there is nothing to say beyond its words.</param>
public sealed record FinishedDelivery(LeasedDelivery Lease, DeliveryOutcome Outcome, FailureCause? Cause = null);
