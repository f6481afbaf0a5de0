using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>Finds what waits longer than it should, because the clock was set back, and makes it due.</summary>
static class LongWaits
{
    /// <summary>The most deliveries in one transaction, so that accepting is not held up.</summary>
    public const int Most = 500;

    // One statement, so no node can lease or finish a row in between; the second node that runs it finds nothing left. What was
    // never tried is due from the moment it was accepted, unless it was handed in for later. Between two looks the clock may be
    // set back by less than the longest wait: what was tried then waits that much longer, and no more.
    // Index: deliveries_waiting (lane, due_at) where state = 0.
    internal const string Cut = """
        update deliveries set due_at = @now
         where id in (
           select d.id from deliveries d
            where d.state = 0 and d.lane in (0, 1, 2, 3) and d.due_at > @now
              and case when d.attempts > 0 then d.due_at > @latest
                       else (select m.not_before from messages m where m.n = d.id >> 16) is null end
            limit @limit)
        """;

    /// <summary>Runs within the caller's transaction. Returns how many deliveries are due now.</summary>
    public static int Run(WriteTransaction transaction, DateTimeOffset now, TimeSpan longest) =>
        transaction.Prepared(Cut).Set("@now", now).Set("@latest", now + longest).Set("@limit", Most).Run();
}
