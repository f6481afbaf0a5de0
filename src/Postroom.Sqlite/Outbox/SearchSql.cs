using Postroom.Deliveries;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Outbox;

/// <summary>The statements of the delivery list: one for each index that can serve it.</summary>
static class SearchSql
{
    /// <summary>Up to so many waiting rows are looked through by their index; among more, the newest are found sooner by walking.</summary>
    const int Crowd = 50_000;

    const string Select = """
        select d.id, m.id, m.app, m.lane, d.recipient, substr(m.from_header, 1, 300), substr(m.subject, 1, 300), d.state, d.attempts, m.created_at, d.due_at, d.last_words, d.cause
          from deliveries d
        """;

    const string Where = """
          join messages m on m.n = d.id >> 16
         where d.id < @before and d.id >= @floor
           and (@state is null or d.state = @state)
           and (@states is null or (@states >> d.state) & 1)
           and (@tried is null or (d.attempts > 0) = @tried)
           and (@cause is null or d.cause = @cause or (@held and d.cause is null and d.state in (0, 1) and d.due_at <= @now))
           and (@app is null or m.app = @app)
           and (@text is null or d.recipient like @text escape '\' or m.sender like @text escape '\' or m.from_header like @text escape '\'
                or m.subject like @text escape '\' or m.message_id like @text escape '\' or d.last_words like @text escape '\'
                or m.id = @id)
        """;

    const string Order = " order by d.id desc limit @limit";

    // The literal conditions are those of the partial indexes, without which SQLite would not use them.
    internal const string Any = Select + " " + Where + Order;
    internal const string Waiting = Select + " indexed by deliveries_waiting " + Where + " and d.state = 0" + Order;
    internal const string Leased = Select + " indexed by deliveries_leased " + Where + " and d.state = 1" + Order;
    internal const string Settled = Select + " indexed by deliveries_settled " + Where + " and d.state > 2 and d.state = @state" + Order;

    const string CountWaiting = "select count(*) from (select 1 from deliveries where state = 0 limit @limit)";

    /// <summary>The statement for a state, and whether it walks the primary key from the newest, so that it must be done in steps.</summary>
    public static (string Sql, bool Walks) For(DeliveryState? state, Connection connection) => state switch
    {
        null or DeliveryState.Delivered => (Any, true), // Most rows are delivered: no index would help.
        DeliveryState.Waiting when IsCrowded(connection) => (Any, true),
        DeliveryState.Waiting => (Waiting, false),
        DeliveryState.Leased => (Leased, false),
        _ => (Settled, false),
    };

    static bool IsCrowded(Connection connection) =>
        connection.Prepared(CountWaiting).Set("@limit", Crowd + 1).ReadOne(row => row.Long(0)) > Crowd;
}
