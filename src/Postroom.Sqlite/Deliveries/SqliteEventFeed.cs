using Postroom.Deliveries;

namespace Postroom.Sqlite.Deliveries;

/// <summary>The event feed on SQLite.</summary>
sealed class SqliteEventFeed(SqliteDatabase database) : IEventFeed
{
    // Index: events_app (app, id).
    internal const string Read = """
        select e.id, e.at, m.id, m.kind, d.recipient, e.state, e.words
          from events e join deliveries d on d.id = e.delivery join messages m on m.n = e.delivery >> 16
         where e.app = @app and e.id > @after order by e.id limit @limit
        """;

    public Task<IReadOnlyList<DeliveryEvent>> ReadAsync(string app, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        return database.Readers.ReadAsync<IReadOnlyList<DeliveryEvent>>(
            connection => connection.Prepared(Read).Set("@app", app).Set("@after", after).Set("@limit", limit).ReadAll(row => new DeliveryEvent(
                row.Long(0), row.Time(1), row.Uuid(2), row.TextOrNull(3), row.Text(4), (DeliveryState)row.Int(5), row.Text(6))),
            cancellationToken);
    }
}
