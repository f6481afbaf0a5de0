using Postroom.People.Accounts;

namespace Postroom.Sqlite.People;

/// <summary>The limits against guessing on SQLite.</summary>
sealed class SqliteRequestLimitStore(SqliteDatabase database) : IRequestLimitStore
{
    // One statement, so that of any number who ask at once on any node no more get through than may. Index: the primary key.
    internal const string Take = """
        insert into request_limits (key, full_at) values (@key, @now + @period)
            on conflict (key) do update set full_at = max(full_at, @now) + @period
            where max(full_at, @now) + @period - @now <= @period * @at_once
        """;

    const string FullAt = "select full_at from request_limits where key = @key";

    const string GiveBack = "update request_limits set full_at = full_at - @period where key = @key";

    // Index: request_limits_full. A few at each taking keep the table as small as the limits in use.
    internal const string Forget = "delete from request_limits where key in (select key from request_limits where full_at <= @now limit 20)";

    public Task<DateTimeOffset?> TakeAsync(RequestLimit limit, string key, DateTimeOffset now, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            transaction.Prepared(Forget).Set("@now", now).Run();
            var isTaken = transaction.Prepared(Take).Set("@key", key).Set("@now", now)
                .Set("@period", (long)limit.Period.TotalMilliseconds).Set("@at_once", limit.AtOnce).Run() == 1;
            return isTaken ? (DateTimeOffset?)null : transaction.Prepared(FullAt).Set("@key", key).ReadOne(row => row.Time(0));
        },
        cancellationToken);

    public async Task GiveBackAsync(RequestLimit limit, string key, CancellationToken cancellationToken) => await database.Writer.WriteAsync(
        transaction => transaction.Prepared(GiveBack).Set("@key", key).Set("@period", (long)limit.Period.TotalMilliseconds).Run(), cancellationToken);
}
