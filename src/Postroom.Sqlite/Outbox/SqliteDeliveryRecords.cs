using System.Globalization;
using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Outbox;

/// <summary>Reads the outbox for people. A search among millions of rows ends after two seconds, and its cursor goes on from there.</summary>
sealed class SqliteDeliveryRecords(SqliteDatabase database) : IDeliveryRecords
{
    /// <summary>So many messages are looked through before the clock is looked at.</summary>
    const int Step = 20_000;

    static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(2);

    const string Newest = "select coalesce(max(n), 0) from messages";

    const string FindMessage = """
        select n, id, app, lane, sender, from_header, subject, message_id, size_bytes, kind, created_at, not_before, expires_at, parts
          from messages where id = @id
        """;

    const string FindDeliveries = """
        select id, recipient, state, due_at, last_words from deliveries where id between @first and @last order by id
        """;

    const string FindAttempts = """
        select a.delivery, a.number, a.started_at, a.duration_ms, a.outcome, a.words, coalesce(s.server, a.server), coalesce(s.tls, a.tls),
               coalesce(s.phase, a.phase), coalesce(s.transcript, a.transcript), a.cause
          from attempts a left join attempts s on s.delivery = a.shared_delivery and s.number = a.shared_number
         where a.delivery between @first and @last order by a.delivery, a.number
        """;

    const string ReadLedger = "select id, accepted, waiting, delivered, bounced, expired, cancelled, suppressed, uncertain from ledger";

    const string CountRows = """
        select ledger, count(*), sum(state in (0, 1)), sum(state = 2), sum(state = 3), sum(state = 4), sum(state = 5), sum(state = 6), sum(state = 7)
          from deliveries group by ledger
        """;

    public Task<DeliveryPage> SearchAsync(DeliverySearch search, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(search.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(search.Limit, 200);
        return database.Readers.ReadAsync(connection => Search(connection, search, cancellationToken), cancellationToken);
    }

    public Task<MessageRecord?> FindAsync(MessageId id, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(connection => Find(connection, id), cancellationToken);

    public Task<LedgerBalance> LedgerAsync(CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(Balance, cancellationToken);

    DeliveryPage Search(Connection connection, DeliverySearch search, CancellationToken cancellationToken)
    {
        var (sql, walks) = SearchSql.For(search.State ?? (search.AnyOf is [var only] ? only : null), connection);
        var before = long.TryParse(search.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor)
            ? cursor
            : Keys.Delivery(connection.Prepared(Newest).ReadOne(row => row.Long(0)) + 1, 0);
        var rows = new List<(long Id, DeliveryRow Row)>();
        var started = database.Time.GetTimestamp();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var floor = walks ? Math.Max(0, Keys.Delivery(Keys.MessageOf(before) - Step, 0)) : 0;
            rows.AddRange(Bind(connection.Prepared(sql), search).Set("@before", before).Set("@floor", floor)
                .Set("@limit", search.Limit - rows.Count).ReadAll(row => (row.Long(0), ReadRow(row))));
            before = rows.Count == search.Limit ? rows[^1].Id : floor;
        }
        while (rows.Count < search.Limit && before > 0 && database.Time.GetElapsedTime(started) < LongestSearch);

        return new DeliveryPage([.. rows.Select(row => row.Row)], before > 0 && IsMore(connection, before) ? before.ToString(CultureInfo.InvariantCulture) : null);
    }

    static bool IsMore(Connection connection, long before) =>
        connection.Prepared("select 1 from deliveries where id < @before limit 1").Set("@before", before).ReadOne(_ => true);

    Statement Bind(Statement statement, DeliverySearch search)
    {
        var isId = MessageId.TryParse(search.Text?.Trim(), out var id);
        statement.Set("@states", search.AnyOf.Count == 0 ? null : search.AnyOf.Aggregate(0L, (mask, state) => mask | (1L << (int)state)))
            .Set("@tried", search.WasTried is { } tried ? tried ? 1L : 0L : null).Set("@cause", search.Cause).Set("@held", search.WithHeld)
            .Set("@now", database.Time.GetUtcNow());
        statement.Set("@state", (long?)(search.State ?? (search.AnyOf is [var only] ? only : null))).Set("@app", search.App).Set("@text", search.Text is null ? null : Like.Containing(search.Text.Trim()));
        return isId ? statement.Set("@id", id.Value) : statement.Set("@id", (string?)null);
    }

    static DeliveryRow ReadRow(Statement row) => new(
        new MessageId(row.Uuid(1)), row.Text(2), (Lane)row.Int(3), row.Text(4), row.Text(5), row.Text(6), (DeliveryState)row.Int(7),
        row.Int(8), row.Time(9), DueAt((DeliveryState)row.Int(7), row, 10), row.TextOrNull(11), row.TextOrNull(12));

    static MessageRecord? Find(Connection connection, MessageId id)
    {
        var (n, message) = connection.Prepared(FindMessage).Set("@id", id.Value).ReadOne(row => (row.Long(0), ReadMessage(row)));
        if (message is null) return null;
        var (first, last) = (Keys.Delivery(n, 0), Keys.Delivery(n, Keys.MostRecipients - 1));
        var attempts = connection.Prepared(FindAttempts).Set("@first", first).Set("@last", last)
            .ReadAll(row => (Delivery: row.Long(0), Attempt: ReadAttempt(row))).ToLookup(row => row.Delivery, row => row.Attempt);
        return message with
        {
            Deliveries = connection.Prepared(FindDeliveries).Set("@first", first).Set("@last", last).ReadAll(row => new DeliveryRecord(
                row.Text(1), (DeliveryState)row.Int(2), DueAt((DeliveryState)row.Int(2), row, 3), row.TextOrNull(4), [.. attempts[row.Long(0)]])),
        };
    }

    static DateTimeOffset? DueAt(DeliveryState state, Statement row, int column) => state == DeliveryState.Waiting ? row.TimeOrNull(column) : null;

    static MessageRecord ReadMessage(Statement row) => new()
    {
        Id = new MessageId(row.Uuid(1)),
        App = row.Text(2),
        Lane = (Lane)row.Int(3),
        EnvelopeSender = row.Text(4),
        From = row.Text(5),
        Subject = row.Text(6),
        InternetMessageId = row.Text(7),
        SizeBytes = row.Long(8),
        Kind = row.TextOrNull(9),
        CreatedAt = row.Time(10),
        NotBefore = row.TimeOrNull(11),
        ExpiresAt = row.Time(12),
        IsWiped = row.Int(13) == 0,
        Deliveries = [],
    };

    static AttemptRecord ReadAttempt(Statement row) => new(
        row.Int(1), row.Time(2), TimeSpan.FromMilliseconds(row.Long(3)), row.Text(4), row.Text(5), row.TextOrNull(6), row.TextOrNull(7),
        row.TextOrNull(8), row.TextOrNull(9), row.TextOrNull(10));

    static LedgerBalance Balance(Connection connection)
    {
        var counters = connection.Prepared(ReadLedger).ReadAll(ReadCounts);
        var counted = connection.Prepared(CountRows).ReadAll(ReadCounts).ToDictionary(row => row.Id, row => row.Counts);
        var agree = counted.Count <= counters.Count
            && counters.All(row => row.Counts.SequenceEqual(counted.GetValueOrDefault(row.Id) ?? new long[row.Counts.Length]));
        var sums = counters.Aggregate(new long[8], (sum, row) => [.. sum.Zip(row.Counts, (one, other) => one + other)]);
        return new LedgerBalance(
            Accepted: sums[0], Delivered: sums[2], Bounced: sums[3], Expired: sums[4], Cancelled: sums[5], Suppressed: sums[6],
            Waiting: sums[1], Uncertain: sums[7], RowsAgree: agree);
    }

    static (long Id, long[] Counts) ReadCounts(Statement row) => (row.Long(0), [.. Enumerable.Range(1, 8).Select(row.Long)]);
}
