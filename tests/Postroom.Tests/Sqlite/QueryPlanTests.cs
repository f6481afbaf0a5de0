using Postroom.Sqlite.Database;
using Postroom.Sqlite.Deliveries;
using Postroom.Sqlite.Outbox;
using Postroom.Sqlite.People;

namespace Postroom.Tests.Sqlite;

/// <summary>What runs while mail flows must cost the same beside a thousand rows and a million: no statement walks a table.</summary>
public sealed class QueryPlanTests : IDisposable
{
    readonly DataFolder _folder = new();

    public static TheoryData<string, string> Statements => new()
    {
        { Leasing.Take, "deliveries_waiting (lane=? AND due_at<?)" },
        { SqliteOutbox.NextDue, "deliveries_waiting (lane=?)" },
        { SqliteEventFeed.Read, "events_app (app=? AND id>?)" },
        { Expiry.Expire, "deliveries_expiring (expires_at<?)" },
        { Recovery.TakeBack, "deliveries_leased" },
        { SearchSql.Any, "d USING INTEGER PRIMARY KEY" },
        { SearchSql.Waiting, "deliveries_waiting" },
        { SearchSql.Leased, "deliveries_leased" },
        { SearchSql.Settled, "deliveries_settled (state=?" },
        { SqliteUserStore.Search, "users_name" },
        { AcceptItem.FindKey, "messages_key (app=? AND idempotency_key=?)" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Statements))]
    public async Task Uses_its_index(string sql, string expected)
    {
        await _folder.MakeAsync();
        using var connection = Connection.OpenToRead(_folder.File);

        var plan = connection.Prepared("explain query plan " + sql).ReadAll(row => row.Text(3));

        Assert.Contains(plan, step => step.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step is "SCAN deliveries" or "SCAN messages");
    }
}
