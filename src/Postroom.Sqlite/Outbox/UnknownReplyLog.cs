using Postroom.Outbox;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>Keeps what servers said in words that no table knows.</summary>
static class UnknownReplyLog
{
    /// <summary>So many are kept.</summary>
    public const int Most = 500;

    // Within the transaction that records the attempt, so it costs no sync of its own. Index: the primary key.
    const string Upsert = """
        insert into unknown_replies (stage, shape, count, first_seen, last_seen) values (@stage, @shape, 1, @at, @at)
            on conflict (stage, shape) do update set count = count + 1, last_seen = max(last_seen, excluded.last_seen)
        returning count
        """;

    // Only after a new one came: at most 501 rows are looked at.
    const string Prune = """
        delete from unknown_replies where (stage, shape) in
            (select stage, shape from unknown_replies order by last_seen desc, shape limit -1 offset @most)
        """;

    const string Read = "select stage, shape, count, first_seen, last_seen from unknown_replies order by last_seen desc, shape";

    /// <summary>Runs within the caller's transaction.</summary>
    public static void Note(WriteTransaction transaction, string? stage, string shape, DateTimeOffset at)
    {
        var count = transaction.Prepared(Upsert).Set("@stage", stage ?? "").Set("@shape", shape).Set("@at", at).ReadOne(row => row.Long(0));
        if (count == 1) transaction.Prepared(Prune).Set("@most", Most).Run();
    }

    /// <summary>All of them, latest first.</summary>
    public static IReadOnlyList<UnknownReply> List(Connection connection) => connection.Prepared(Read).ReadAll(row => new UnknownReply(
        row.Text(0) is { Length: > 0 } stage ? stage : null, row.Text(1), row.Long(2), row.Time(3), row.Time(4)));

    /// <summary>Runs within the caller's transaction. Returns how many were forgotten.</summary>
    public static int Forget(WriteTransaction transaction) => transaction.Prepared("delete from unknown_replies").Run();
}
