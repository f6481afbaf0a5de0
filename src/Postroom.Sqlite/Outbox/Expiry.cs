using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sqlite.Deliveries;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>Gives up what waited past its time while nothing was leased.</summary>
static class Expiry
{
    /// <summary>The most deliveries in one transaction, so that accepting is not held up.</summary>
    public const int Most = 500;

    // One statement, so no node can lease a row in between. Index: deliveries_expiring (expires_at) where state = 0.
    internal const string Expire = """
        update deliveries set state = 4, due_at = null, last_words = coalesce(last_words, @words)
         where id in (select id from deliveries where state = 0 and expires_at <= @now order by expires_at limit @limit)
        returning id, ledger, last_words, lane
        """;

    const string Words = "The time given to this message ended before it could be tried.";

    /// <summary>Runs within the caller's transaction. Returns how many deliveries expired.</summary>
    public static int Run(WriteTransaction transaction, DateTimeOffset now)
    {
        var expired = transaction.Prepared(Expire).Set("@now", now).Set("@words", Words).Set("@limit", Most)
            .ReadAll(row => (Id: row.Long(0), Ledger: row.Long(1), Words: row.Text(2), Lane: row.Int(3)));
        foreach (var delivery in expired)
        {
            transaction.Ledger.Moved(delivery.Ledger, DeliveryState.Waiting, DeliveryState.Expired);
            DeliveryEventLog.Moved(transaction, delivery.Id, DeliveryState.Expired, delivery.Words, now);
        }

        foreach (var message in expired.Where(delivery => delivery.Lane == (int)Lane.Account).Select(delivery => Keys.MessageOf(delivery.Id)).Distinct())
            BodyRows.WipeWhenDone(transaction, message);
        return expired.Count;
    }
}
