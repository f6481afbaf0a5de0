using Postroom.Settings;

namespace Postroom.Sqlite.Settings;

/// <summary>The audit log on SQLite.</summary>
sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog
{
    const string Insert = "insert into audit (at, actor, action, subject, detail) values (@at, @actor, @action, @subject, @detail)";

    const string Read = "select at, actor, action, subject, detail from audit order by id desc limit @limit";

    public async Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) => await database.Writer.WriteAsync(
        transaction => transaction.Prepared(Insert).Set("@at", entry.At).Set("@actor", entry.Actor).Set("@action", entry.Action)
            .Set("@subject", entry.Subject).Set("@detail", entry.Detail).Run(),
        cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> ListAsync(int limit, CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(
            connection => connection.Prepared(Read).Set("@limit", limit)
                .ReadAll(row => new AuditEntry(row.Time(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4))),
            cancellationToken);
}
