using Postroom.Deliveries;

namespace Postroom.Sqlite.Outbox;

/// <summary>The statements of the delivery list: one for each index that can serve it.</summary>
static class SearchSql
{
    const string Select = """
        select d.id, m.id, m.app, m.lane, d.recipient, m.from_header, m.subject, d.state, d.attempts, m.created_at, d.due_at, d.last_words
          from deliveries d join messages m on m.n = d.id >> 16
         where d.id < @before and d.id >= @floor
           and (@state is null or d.state = @state)
           and (@app is null or m.app = @app)
           and (@text is null or d.recipient like @text escape '\' or m.sender like @text escape '\' or m.from_header like @text escape '\'
                or m.subject like @text escape '\' or m.message_id like @text escape '\' or d.last_words like @text escape '\'
                or m.id = @id)
        """;

    const string Order = " order by d.id desc limit @limit";

    /// <summary>Walks the primary key from the newest: for all states, and for delivered, which most rows are.</summary>
    public const string Any = Select + Order;

    // The literal conditions are those of the partial indexes, without which SQLite would not use them.
    const string Waiting = Select + " and d.state = 0" + Order;
    const string Leased = Select + " and d.state = 1" + Order;
    const string Settled = Select + " and d.state > 2 and d.state = @state" + Order;

    /// <summary>The statement for a state, and whether it walks the primary key, so that it must be done in steps.</summary>
    public static (string Sql, bool Walks) For(DeliveryState? state) => state switch
    {
        null or DeliveryState.Delivered => (Any, true),
        DeliveryState.Waiting => (Waiting, false),
        DeliveryState.Leased => (Leased, false),
        _ => (Settled, false),
    };
}
