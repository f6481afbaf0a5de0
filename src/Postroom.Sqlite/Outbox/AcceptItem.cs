using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>A message on its way to the disk, and from there straight to the ready queue when it has a place in it.</summary>
/// <param name="message">The message.</param>
/// <param name="body">Its body as it is stored, sealed where it has to be.</param>
/// <param name="node">The node that has a place for it; null: it waits as a row.</param>
/// <param name="ready">The ready queue.</param>
/// <param name="signal">Wakes the dispatcher.</param>
/// <param name="disk">The free space.</param>
sealed class AcceptItem(OutboxMessage message, ReadOnlyMemory<byte> body, long? node, ReadyMessages ready, OutboxSignal signal, DiskReserve disk) : WriteItem
{
    internal const string FindKey = """
        select id, fingerprint from messages
         where app = @app and idempotency_key = @key and idempotency_key is not null
        """;

    internal const string InsertMessage = """
        insert into messages (id, app, lane, sender, size_bytes, parts, is_8bit, needs_smtputf8, created_at, not_before, expires_at,
               ledger, idempotency_key, fingerprint, kind, trace_context, message_id, from_header, subject, seal)
        values (@id, @app, @lane, @sender, @size_bytes, @parts, @is_8bit, @needs_smtputf8, @created_at, @not_before, @expires_at,
               @ledger, @idempotency_key, @fingerprint, @kind, @trace_context, @message_id, @from_header, @subject, @seal)
        returning n
        """;

    internal const string InsertDelivery = """
        insert into deliveries (id, ledger, lane, state, attempts, due_at, expires_at, node, recipient)
        values (@id, @ledger, @lane, @state, @attempts, @due_at, @expires_at, @node, @recipient)
        """;

    readonly TaskCompletionSource<AcceptOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    AcceptOutcome? _outcome;
    LeasedMessage? _leased;

    public override long SizeBytes => message.Bytes.Length;

    public Task<AcceptOutcome> Done => _done.Task;

    public override void Run(WriteTransaction transaction)
    {
        (_leased, _outcome) = (null, FindRepeat(transaction));
        if (_outcome is not null) return;
        if (disk.Obstacle(SizeBytes) is { } obstacle)
        {
            _outcome = new AcceptOutcome.Unavailable(obstacle);
            return;
        }

        var ledger = transaction.Ledger.RowOf(message.App, message.CreatedAt);
        var n = StoreMessage(transaction, ledger);
        BodyRows.Insert(transaction, n, body.Span);
        var deliveries = StoreDeliveries(transaction, n, ledger);
        transaction.Ledger.Accepted(ledger, deliveries.Length);
        if (node is not null) _leased = Lease(deliveries);
        _outcome = new AcceptOutcome.Stored(message.Id);
    }

    public override void Committed()
    {
        if (_leased is not null) ready.Enqueue(_leased);
        else if (node is not null) ready.Unreserve(SizeBytes);
        if (_leased is null && _outcome is AcceptOutcome.Stored) signal.Raise();
        _done.TrySetResult(_outcome!);
    }

    public override void Failed(Exception fault)
    {
        if (node is not null) ready.Unreserve(SizeBytes);
        if (fault is StoreUnavailableException) _done.TrySetResult(new AcceptOutcome.Unavailable(fault.Message));
        else _done.TrySetException(fault);
    }

    AcceptOutcome? FindRepeat(WriteTransaction transaction)
    {
        if (message.IdempotencyKey is null) return null;
        return transaction.Prepared(FindKey).Set("@app", message.App).Set("@key", message.IdempotencyKey).ReadOne<AcceptOutcome>(row =>
        {
            var id = new MessageId(row.Uuid(0));
            return row.TextOrNull(1) == message.Fingerprint ? new AcceptOutcome.Repeated(id) : new AcceptOutcome.KeyTaken(id);
        });
    }

    long StoreMessage(WriteTransaction transaction, long ledger) => transaction.Prepared(InsertMessage)
        .Set("@id", message.Id.Value).Set("@app", message.App).Set("@lane", (long)message.Lane).Set("@sender", message.EnvelopeSender)
        .Set("@size_bytes", message.Bytes.Length).Set("@parts", BodyRows.PartsOf(body.Length))
        .Set("@is_8bit", message.Is8Bit).Set("@needs_smtputf8", message.NeedsSmtpUtf8)
        .Set("@created_at", message.CreatedAt).Set("@not_before", message.NotBefore).Set("@expires_at", message.ExpiresAt)
        .Set("@ledger", ledger).Set("@idempotency_key", message.IdempotencyKey).Set("@fingerprint", message.Fingerprint)
        .Set("@kind", message.Kind).Set("@trace_context", message.TraceContext).Set("@message_id", message.InternetMessageId)
        .Set("@from_header", message.From).Set("@subject", message.Subject).Set("@seal", (long)message.Keeping)
        .ReadOne(row => row.Long(0));

    LeasedDelivery[] StoreDeliveries(WriteTransaction transaction, long n, long ledger)
    {
        var deliveries = new LeasedDelivery[message.Recipients.Count];
        var insert = transaction.Prepared(InsertDelivery).Set("@ledger", ledger).Set("@lane", (long)message.Lane)
            .Set("@state", (long)(node is null ? DeliveryState.Waiting : DeliveryState.Leased)).Set("@attempts", node is null ? 0L : 1L)
            .Set("@due_at", message.NotBefore ?? message.CreatedAt).Set("@expires_at", message.ExpiresAt).Set("@node", node);
        for (var index = 0; index < deliveries.Length; index++)
        {
            var delivery = new LeasedDelivery(Keys.Delivery(n, index), message.Recipients[index], 1);
            insert.Set("@id", delivery.Id).Set("@recipient", delivery.Recipient).Run();
            deliveries[index] = delivery;
        }

        return deliveries;
    }

    LeasedMessage Lease(LeasedDelivery[] deliveries) => new()
    {
        Id = message.Id,
        App = message.App,
        Lane = message.Lane,
        EnvelopeSender = message.EnvelopeSender,
        Deliveries = deliveries,
        SizeBytes = message.Bytes.Length,
        Is8Bit = message.Is8Bit,
        NeedsSmtpUtf8 = message.NeedsSmtpUtf8,
        CreatedAt = message.CreatedAt,
        ExpiresAt = message.ExpiresAt,
        Kind = message.Kind,
        TraceContext = message.TraceContext,
        Bytes = message.Bytes,
        Secrets = message.Secrets,
    };
}
