using Postroom.Deliveries;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Outbox;

/// <summary>Gathers what a transaction changes in the ledger and writes it once before the commit. For the writer's thread alone.</summary>
sealed class LedgerCounters(Connection connection)
{
    /// <summary>'accepted' comes before the states, which follow by their number; leased is kept as waiting.</summary>
    const int Columns = 9;

    const int MostRemembered = 10_000;

    const string Find = "select id from ledger where app = @app and day = @day";

    const string Insert = "insert into ledger (app, day) values (@app, @day) returning id";

    const string Add = """
        update ledger set accepted = accepted + @accepted, waiting = waiting + @waiting, delivered = delivered + @delivered,
               bounced = bounced + @bounced, expired = expired + @expired, cancelled = cancelled + @cancelled,
               suppressed = suppressed + @suppressed, uncertain = uncertain + @uncertain
         where id = @id
        """;

    readonly Dictionary<(string App, long Day), long> _rows = [];
    readonly Dictionary<long, long[]> _changes = [];

    /// <summary>The row of an app and a day, made when there is none.</summary>
    public long RowOf(string app, DateTimeOffset acceptedAt)
    {
        var key = (app, Day: acceptedAt.ToUnixTimeMilliseconds() / 86_400_000);
        if (_rows.TryGetValue(key, out var known)) return known;
        if (_rows.Count >= MostRemembered) _rows.Clear();
        var row = connection.Prepared(Find).Set("@app", app).Set("@day", key.Day).ReadOne(found => found.Long(0));
        if (row == 0) row = connection.Prepared(Insert).Set("@app", app).Set("@day", key.Day).ReadOne(made => made.Long(0));
        _rows.Add(key, row);
        return row;
    }

    /// <summary>Deliveries were accepted and wait.</summary>
    public void Accepted(long row, int count)
    {
        var changes = ChangesOf(row);
        changes[0] += count;
        changes[1] += count;
    }

    /// <summary>A delivery moved from one state to another.</summary>
    public void Moved(long row, DeliveryState from, DeliveryState to)
    {
        var changes = ChangesOf(row);
        changes[ColumnOf(from)]--;
        changes[ColumnOf(to)]++;
    }

    /// <summary>Writes what was gathered, within the transaction.</summary>
    public void Write()
    {
        foreach (var (row, change) in _changes)
        {
            connection.Prepared(Add).Set("@id", row).Set("@accepted", change[0]).Set("@waiting", change[1])
                .Set("@delivered", change[ColumnOf(DeliveryState.Delivered)]).Set("@bounced", change[ColumnOf(DeliveryState.Bounced)])
                .Set("@expired", change[ColumnOf(DeliveryState.Expired)]).Set("@cancelled", change[ColumnOf(DeliveryState.Cancelled)])
                .Set("@suppressed", change[ColumnOf(DeliveryState.Suppressed)]).Set("@uncertain", change[ColumnOf(DeliveryState.Uncertain)])
                .Run();
        }

        _changes.Clear();
    }

    /// <summary>The transaction was undone, and with it rows it may have made.</summary>
    public void Forget()
    {
        _changes.Clear();
        _rows.Clear();
    }

    static int ColumnOf(DeliveryState state) => 1 + (int)(state == DeliveryState.Leased ? DeliveryState.Waiting : state);

    long[] ChangesOf(long row)
    {
        if (!_changes.TryGetValue(row, out var changes)) _changes.Add(row, changes = new long[Columns]);
        return changes;
    }
}
