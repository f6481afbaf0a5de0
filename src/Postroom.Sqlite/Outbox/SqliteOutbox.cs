using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>The outbox on SQLite. Every change is an item of the one writer, so that accepted and finished messages share their syncs.</summary>
sealed class SqliteOutbox(SqliteDatabase database, ReadyMessages ready, OutboxSignal signal, BodySeal seal) : IOutbox
{
    const string Release = """
        update deliveries set state = 0, node = null, attempts = attempts - 1
         where id = @id and state = 1 and node = @node and attempts = @attempt
        """;

    const string Renew = """
        insert into nodes (id, expires_at) values (@id, @expires_at)
            on conflict (id) do update set expires_at = excluded.expires_at
        """;

    // Each lane's first row, from the index deliveries_waiting: as cheap with a million rows as with one.
    internal const string NextDue = """
        select min(due_at) from (
            select (select min(due_at) from deliveries where state = 0 and lane = 0) as due_at union all
            select (select min(due_at) from deliveries where state = 0 and lane = 1) union all
            select (select min(due_at) from deliveries where state = 0 and lane = 2) union all
            select (select min(due_at) from deliveries where state = 0 and lane = 3))
        """;

    readonly Leasing? _leasing = database.Node is { } node ? new Leasing(node) : null;

    SqliteWriter Writer => database.Writer;

    public async Task<AcceptOutcome> AcceptAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(message.Recipients.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Recipients.Count, Keys.MostRecipients);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Bytes.Length, Keys.MostParts * (long)Keys.PartBytes);
        if (BodyOf(message) is not { } body) return new AcceptOutcome.Unavailable(BodySeal.NoKey);
        var isDue = message.NotBefore is null || message.NotBefore <= database.Time.GetUtcNow();
        var node = isDue && database.Node is not null && ready.TryReserve(message.Bytes.Length) ? database.Node : null;
        var item = new AcceptItem(message, body, node, ready, signal, database.Disk);
        try
        {
            await Writer.EnqueueAsync(item, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
        {
            item.Failed(fault);
        }

        return await item.Done;
    }

    public async Task<IReadOnlyList<LeasedMessage>> LeaseAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        var leasing = _leasing ?? throw new InvalidOperationException("The database was opened for a visit, which leases nothing.");
        return await Writer.WriteAsync(transaction => leasing.Run(transaction, database.Time.GetUtcNow(), limit), cancellationToken);
    }

    public async Task<int> FinishAsync(FinishedAttempt attempt, CancellationToken cancellationToken)
    {
        var node = OwnNode();
        var recorded = await Writer.WriteAsync(transaction => Finishing.Run(transaction, node, attempt), cancellationToken);
        if (attempt.Deliveries.Any(delivery => delivery.Outcome.State == DeliveryState.Waiting)) signal.Raise();
        return recorded;
    }

    public async Task ReleaseAsync(LeasedMessage message, CancellationToken cancellationToken)
    {
        var node = OwnNode();
        await Writer.WriteAsync(
            transaction => message.Deliveries.Sum(lease => transaction.Prepared(Release)
                .Set("@id", lease.Id).Set("@node", node).Set("@attempt", lease.Attempt).Run()),
            cancellationToken);
        signal.Raise();
    }

    public async Task<DateTimeOffset> RenewNodeAsync(CancellationToken cancellationToken)
    {
        var node = OwnNode();
        return await Writer.WriteAsync(
            transaction =>
            {
                var expires = database.Time.GetUtcNow() + Nodes.Lifetime;
                transaction.Prepared(Renew).Set("@id", node).Set("@expires_at", expires).Run();
                return expires;
            },
            cancellationToken);
    }

    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var node = OwnNode();
        var taken = await Writer.WriteAsync(
            transaction => Recovery.Run(transaction.Connection, node, database.Time.GetUtcNow()), cancellationToken);
        if (taken > 0) signal.Raise();
        return taken;
    }

    public async Task<int> CutLongWaitsAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        int cut, all = 0;
        do
        {
            cut = await Writer.WriteAsync(transaction => LongWaits.Run(transaction, database.Time.GetUtcNow(), longest), cancellationToken);
            all += cut;
        }
        while (cut == LongWaits.Most);

        if (all > 0) signal.Raise();
        return all;
    }

    public async Task<int> ExpireOverdueAsync(CancellationToken cancellationToken)
    {
        int expired, all = 0;
        do
        {
            expired = await Writer.WriteAsync(transaction => Expiry.Run(transaction, database.Time.GetUtcNow()), cancellationToken);
            all += expired;
        }
        while (expired == Expiry.Most);

        return all;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(connection => connection.Prepared(NextDue).ReadOne(row => row.TimeOrNull(0)), cancellationToken);

    public Task<BodyReading> ReadBodyAsync(MessageId id, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(connection => BodyRows.Read(connection, id, seal), cancellationToken);

    public async Task<int> CancelAsync(MessageId id, CancellationToken cancellationToken) =>
        await Writer.WriteAsync(
            transaction => RetryAndCancel.Cancel(transaction, id, database.Time.GetUtcNow()), cancellationToken);

    public async Task<int> RetryAsync(MessageId id, CancellationToken cancellationToken)
    {
        var retried = await Writer.WriteAsync(
            transaction => RetryAndCancel.Retry(transaction, id, database.Time.GetUtcNow()), cancellationToken);
        if (retried > 0) signal.Raise();
        return retried;
    }

    /// <summary>The body as it is stored; null: it has to be sealed, and there is no key.</summary>
    ReadOnlyMemory<byte>? BodyOf(OutboxMessage message)
    {
        if (message.Keeping == BodyKeeping.Plain) return message.Bytes;
        var body = seal.Seal(message.Id.ToString(), message.Bytes.Span, message.Secrets);
        return body is null ? default(ReadOnlyMemory<byte>?) : body.AsMemory(); // a plain null would become an empty body
    }

    long OwnNode() => database.Node ?? throw new InvalidOperationException("The database was opened for a visit, which leases nothing.");
}
