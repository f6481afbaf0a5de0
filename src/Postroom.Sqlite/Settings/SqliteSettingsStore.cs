using Postroom.Settings;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Settings;

/// <summary>The versions of the settings documents on SQLite.</summary>
sealed class SqliteSettingsStore(SqliteDatabase database) : ISettingsStore
{
    // Index: the primary key (document, version), read backwards.
    const string Read = """
        select version, json, saved_by, saved_at, good_since from settings
         where document = @document order by version desc limit @limit
        """;

    // One statement: of two who save on the same version, the second finds another newest.
    const string Insert = """
        insert into settings (document, version, json, saved_by, saved_at)
        select @document, @based_on + 1, @json, @saved_by, @saved_at
         where @based_on = (select coalesce(max(version), 0) from settings where document = @document)
        """;

    const string MarkGood = """
        update settings set good_since = @at where document = @document and version = @version and good_since is null
        """;

    public Task<SettingsVersion?> ReadAsync(string document, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Read).Set("@document", document).Set("@limit", 1).ReadOne(ReadVersion), cancellationToken);

    public async Task<SettingsVersion?> SaveAsync(
        string document, string json, int basedOn, string savedBy, DateTimeOffset savedAt, CancellationToken cancellationToken)
    {
        var added = await database.Writer.WriteAsync(
            transaction => transaction.Prepared(Insert).Set("@document", document).Set("@based_on", basedOn).Set("@json", json)
                .Set("@saved_by", savedBy).Set("@saved_at", savedAt).Run(),
            cancellationToken);
        return added == 1 ? new SettingsVersion(basedOn + 1, json, savedBy, savedAt, null) : null;
    }

    public async Task MarkGoodAsync(string document, int version, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.Writer.WriteAsync(
            transaction => transaction.Prepared(MarkGood).Set("@document", document).Set("@version", version).Set("@at", at).Run(),
            cancellationToken);

    public async Task<IReadOnlyList<SettingsVersion>> HistoryAsync(string document, int limit, CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(
            connection => connection.Prepared(Read).Set("@document", document).Set("@limit", limit).ReadAll(ReadVersion), cancellationToken);

    static SettingsVersion ReadVersion(Statement row) => new(row.Int(0), row.Text(1), row.Text(2), row.Time(3), row.TimeOrNull(4));
}
