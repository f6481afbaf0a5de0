using Postroom.Outbox;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Outbox;

/// <summary>Failures by cause on SQLite. What it reads is failures alone, by their partial indexes.</summary>
sealed class SqliteFailureSummaries(SqliteDatabase database, OutboxSignal signal) : IFailureSummaries
{
    /// <summary>The most deliveries in one transaction, so that accepting is not held up.</summary>
    const int Portion = 5_000;

    // One step of the index deliveries_cause for each cause, however many deliveries it has.
    internal const string Causes = """
        with recursive causes (cause) as (
            select min(cause) from deliveries where cause is not null
            union all
            select (select min(cause) from deliveries where cause > causes.cause) from causes where cause is not null)
        select cause from causes where cause is not null
        """;

    // Index: deliveries_cause (cause, state), which has all that is asked for.
    internal const string Count = "select state, count(*) from deliveries where cause = @cause group by state";

    // Two steps of the index attempts_cause (cause, started_at).
    internal const string Seen = """
        select (select min(started_at) from attempts where cause = @cause), (select max(started_at) from attempts where cause = @cause)
        """;

    // Index: attempts_cause. The latest are enough: a server that is no longer used is of no help.
    internal const string Servers = """
        select distinct coalesce(s.server, a.server) as server
          from (select server, shared_delivery, shared_number from attempts where cause = @cause order by started_at desc limit 200) a
          left join attempts s on s.delivery = a.shared_delivery and s.number = a.shared_number
         where coalesce(s.server, a.server) is not null order by server limit 10
        """;

    // Index: deliveries_cause, of which each state has its newest three at its end.
    internal const string Examples = """
        select m.id, d.recipient, m.subject, d.last_words from (
            select * from (select id from deliveries where cause = @cause and state = 0 order by id desc limit 3) union all
            select * from (select id from deliveries where cause = @cause and state = 3 order by id desc limit 3) union all
            select * from (select id from deliveries where cause = @cause and state = 4 order by id desc limit 3) union all
            select * from (select id from deliveries where cause = @cause and state = 7 order by id desc limit 3) limit 3) f
          join deliveries d on d.id = f.id join messages m on m.n = d.id >> 16
        """;

    // One statement for each portion, and only of what waits: no node can lease a row between our read and our write, and
    // what a node has in hand is left to it. Index: deliveries_cause (cause, state).
    internal const string Hurry = """
        update deliveries
           set due_at = max(@now, coalesce((select m.not_before from messages m where m.n = deliveries.id >> 16), @now))
         where id in (select id from deliveries where cause = @cause and state = 0 and due_at > @now limit @limit)
        """;

    // Indexes: deliveries_waiting for each lane, deliveries_leased. What waits for no cause of its own and is due; so many are counted.
    internal const string Held = """
        select count(*) from (
            select 1 from deliveries indexed by deliveries_waiting
             where state = 0 and lane in (0, 1, 2, 3) and due_at <= @now and cause is null limit @limit)
        """;

    internal const string HeldInHand = "select count(*) from deliveries where state = 1 and cause is null and due_at <= @now";

    internal const string HeldExamples = """
        select m.id, d.recipient, m.subject, d.last_words from (
            select id from deliveries indexed by deliveries_waiting
             where state = 0 and lane in (0, 1, 2, 3) and due_at <= @now and cause is null limit @limit) f
          join deliveries d on d.id = f.id join messages m on m.n = d.id >> 16
        """;

    /// <summary>Of what is held by a pause no more is counted: a page is not worth a walk through millions.</summary>
    const int MostHeld = 100_000;

    const int MostExamples = 3;

    public Task<IReadOnlyList<CauseSummary>> ListAsync(string? heldBy, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(connection => List(connection, heldBy, database.Time.GetUtcNow()), cancellationToken);

    public async Task<int> RetryAsync(string cause, bool withHeld, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cause);
        var all = await database.Readers.ReadAsync(
            connection => (int)(WaitingFor(connection, cause) + (withHeld ? CountHeld(connection, database.Time.GetUtcNow()) : 0)), cancellationToken);
        int hurried;
        do
        {
            hurried = await database.Writer.WriteAsync(
                transaction => transaction.Prepared(Hurry).Set("@cause", cause).Set("@now", database.Time.GetUtcNow()).Set("@limit", Portion).Run(),
                cancellationToken);
        }
        while (hurried == Portion);

        if (all > 0) signal.Raise();
        return all;
    }

    public Task<IReadOnlyList<UnknownReply>> UnknownRepliesAsync(CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(UnknownReplyLog.List, cancellationToken);

    public Task<int> ForgetUnknownRepliesAsync(CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(UnknownReplyLog.Forget, cancellationToken);

    static IReadOnlyList<CauseSummary> List(Connection connection, string? heldBy, DateTimeOffset now) =>
    [
        .. connection.Prepared(Causes).ReadAll(row => row.Text(0)).Append(heldBy).OfType<string>().Distinct()
            .Select(cause => cause == heldBy ? WithHeld(connection, Read(connection, cause), now) : Read(connection, cause))
            .Where(summary => summary.Waiting + summary.Failed > 0)
            .OrderByDescending(summary => summary.Waiting > 0).ThenByDescending(summary => summary.LastSeen),
    ];

    static long WaitingFor(Connection connection, string cause) => connection.Prepared(Count).Set("@cause", cause)
        .ReadAll(row => (State: row.Int(0), Count: row.Long(1))).Where(row => row.State is 0 or 1).Sum(row => row.Count);

    static long CountHeld(Connection connection, DateTimeOffset now) =>
        connection.Prepared(Held).Set("@now", now).Set("@limit", MostHeld).ReadOne(row => row.Long(0))
        + connection.Prepared(HeldInHand).Set("@now", now).ReadOne(row => row.Long(0));

    // While sending is paused, what is due and was never tried waits for what the pause is for.
    static CauseSummary WithHeld(Connection connection, CauseSummary summary, DateTimeOffset now) => summary with
    {
        Waiting = summary.Waiting + CountHeld(connection, now),
        Examples = summary.Examples.Count >= MostExamples ? summary.Examples :
        [
            .. summary.Examples,
            .. connection.Prepared(HeldExamples).Set("@now", now).Set("@limit", MostExamples - summary.Examples.Count).ReadAll(ReadExample),
        ],
    };

    static CauseExample ReadExample(Statement row) => new(new MessageId(row.Uuid(0)), row.Text(1), row.Text(2), row.TextOrNull(3));

    static CauseSummary Read(Connection connection, string cause)
    {
        var counts = connection.Prepared(Count).Set("@cause", cause).ReadAll(row => (State: row.Int(0), Count: row.Long(1)));
        var (first, last) = connection.Prepared(Seen).Set("@cause", cause).ReadOne(row => (row.TimeOrNull(0), row.TimeOrNull(1)));
        return new CauseSummary(
            cause,
            counts.Where(row => row.State is 0 or 1).Sum(row => row.Count),
            counts.Where(row => row.State is 3 or 4 or 7).Sum(row => row.Count),
            first,
            last,
            connection.Prepared(Servers).Set("@cause", cause).ReadAll(row => row.Text(0)),
            connection.Prepared(Examples).Set("@cause", cause).ReadAll(ReadExample));
    }
}
