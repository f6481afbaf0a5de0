namespace Postroom.Outbox;

/// <summary>A message that this node has in hand, with those of its recipients that are due.</summary>
public sealed record LeasedMessage
{
    /// <summary>The message.</summary>
    public required MessageId Id { get; init; }

    /// <summary>The app that handed it in.</summary>
    public required string App { get; init; }

    /// <summary>How urgent it is.</summary>
    public required Lane Lane { get; init; }

    /// <summary>The reverse-path in wire form; empty is the null sender.</summary>
    public required string EnvelopeSender { get; init; }

    /// <summary>The recipients in hand, at least one.</summary>
    public required IReadOnlyList<LeasedDelivery> Deliveries { get; init; }

    /// <summary>The size of the message in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Whether lines have 8-bit bytes.</summary>
    public bool Is8Bit { get; init; }

    /// <summary>Whether only a server with SMTPUTF8 can take it.</summary>
    public bool NeedsSmtpUtf8 { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Given up at this time.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What kind of mail it is; null: an app's own.</summary>
    public string? Kind { get; init; }

    /// <summary>The traceparent of the request that brought it; null: none.</summary>
    public string? TraceContext { get; init; }

    /// <summary>The bytes, when they came straight from acceptance; null: <see cref="IOutbox.ReadBytesAsync"/> has them.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>The secrets in <see cref="Bytes"/>, as <see cref="OutboxMessage.Secrets"/>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(LeasedMessage)} {Id}";
}

/// <summary>One recipient in hand.</summary>
/// <param name="Id">The delivery's number in the store.</param>
/// <param name="Recipient">The forward-path in wire form.</param>
/// <param name="Attempt">The number of the attempt now begun, from 1: the lease's epoch. Only the node that holds this attempt may finish it.</param>
public sealed record LeasedDelivery(long Id, string Recipient, int Attempt);
