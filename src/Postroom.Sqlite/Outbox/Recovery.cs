using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Outbox;

/// <summary>Takes back what nodes held that live no more.</summary>
static class Recovery
{
    const string Words = "Postroom stopped during this attempt; the message may have been sent.";

    // Within one write transaction, so no node can renew or lease between the three. Index: deliveries_leased (node).
    const string Record = """
        insert into attempts (delivery, number, started_at, duration_ms, outcome, words)
        select id, attempts, @now, 0, 'uncertain', @words from deliveries
         where state = 1 and node <> @node and node not in (select id from nodes where expires_at > @now)
        """;

    // The due time stays: what was taken back comes before what is newer.
    internal const string TakeBack = """
        update deliveries set state = 0, node = null, last_words = @words
         where state = 1 and node <> @node and node not in (select id from nodes where expires_at > @now)
        """;

    const string Forget = "delete from nodes where id <> @node and expires_at <= @now";

    /// <summary>Runs within the caller's transaction. Returns how many deliveries were taken back.</summary>
    public static int Run(Connection connection, long node, DateTimeOffset now)
    {
        connection.Prepared(Record).Set("@now", now).Set("@words", Words).Set("@node", node).Run();
        var taken = connection.Prepared(TakeBack).Set("@now", now).Set("@words", Words).Set("@node", node).Run();
        connection.Prepared(Forget).Set("@now", now).Set("@node", node).Run();
        return taken;
    }
}
