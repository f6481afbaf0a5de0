using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Deliveries;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>What a person may do to a message: take it back, or give it another chance. What a node has in hand is left to it.</summary>
static class RetryAndCancel
{
    const string Find = "select n, created_at, expires_at, parts, not_before from messages where id = @id";

    // Index: the primary key, of which a message has one range. One write transaction, so no lease comes in between.
    const string CancelWaiting = """
        update deliveries set state = 5, due_at = null, cause = null
         where id between @first and @last and state = 0
        returning id, ledger
        """;

    const string Hurry = "update deliveries set due_at = @due where id between @first and @last and state = 0";

    const string ReadDone = "select id, ledger, state from deliveries where id between @first and @last and state in (3, 4, 7)";

    const string Revive = "update deliveries set state = 0, due_at = @due where id = @id";

    const string Prolong = "update messages set expires_at = @expires_at where n = @n";

    const string ProlongDeliveries = "update deliveries set expires_at = @expires_at where id between @first and @last";

    /// <summary>Runs within the caller's transaction. Returns how many deliveries were cancelled.</summary>
    public static int Cancel(WriteTransaction transaction, MessageId id, DateTimeOffset now)
    {
        if (Read(transaction, id) is not { } message) return 0;
        var cancelled = InRange(transaction.Prepared(CancelWaiting), message.N).ReadAll(row => (Id: row.Long(0), Ledger: row.Long(1)));
        foreach (var delivery in cancelled)
        {
            transaction.Ledger.Moved(delivery.Ledger, DeliveryState.Waiting, DeliveryState.Cancelled);
            DeliveryEventLog.Moved(transaction, delivery.Id, DeliveryState.Cancelled, "It was taken back.", now);
        }

        BodyRows.WipeWhenDone(transaction, message.N);
        return cancelled.Count;
    }

    /// <summary>
    /// Runs within the caller's transaction. A message out of time gets its time again, and one for later stays for
    /// later. Returns how many deliveries wait now.
    /// </summary>
    public static int Retry(WriteTransaction transaction, MessageId id, DateTimeOffset now)
    {
        if (Read(transaction, id) is not { Parts: > 0 } message) return 0;
        var due = message.NotBefore > now ? message.NotBefore.Value : now;
        var retried = InRange(transaction.Prepared(Hurry), message.N).Set("@due", due).Run();
        var done = InRange(transaction.Prepared(ReadDone), message.N).ReadAll(row => (Id: row.Long(0), Ledger: row.Long(1), State: row.Int(2)));
        foreach (var delivery in done)
        {
            transaction.Prepared(Revive).Set("@id", delivery.Id).Set("@due", due).Run();
            transaction.Ledger.Moved(delivery.Ledger, (DeliveryState)delivery.State, DeliveryState.Waiting);
        }

        retried += done.Count;
        if (retried > 0 && message.ExpiresAt <= now) GiveTimeAgain(transaction, message, now);
        return retried;
    }

    static void GiveTimeAgain(WriteTransaction transaction, Message message, DateTimeOffset now)
    {
        var expires = now + (message.ExpiresAt - message.CreatedAt);
        transaction.Prepared(Prolong).Set("@n", message.N).Set("@expires_at", expires).Run();
        InRange(transaction.Prepared(ProlongDeliveries), message.N).Set("@expires_at", expires).Run();
    }

    static Statement InRange(Statement statement, long n) =>
        statement.Set("@first", Keys.Delivery(n, 0)).Set("@last", Keys.Delivery(n, Keys.MostRecipients - 1));

    static Message? Read(WriteTransaction transaction, MessageId id) => transaction.Prepared(Find).Set("@id", id.Value)
        .ReadOne(row => new Message(row.Long(0), row.Time(1), row.Time(2), row.Int(3), row.TimeOrNull(4)));

    sealed record Message(
        long N, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int Parts, DateTimeOffset? NotBefore);
}
