using Postroom.MailServers.OAuth;

namespace Postroom.Sqlite.MailServers;

/// <summary>The refresh tokens that replaced others, on SQLite.</summary>
sealed class SqliteRefreshTokenStore(SqliteDatabase database) : IRefreshTokenStore
{
    // By primary key.
    const string Find = "select token from refresh_tokens where name = @name";

    // One statement: of two nodes the later one wins, and an endpoint lets both tokens live.
    const string Save = """
        insert into refresh_tokens (name, token, changed_at) values (@name, @token, @changed_at)
        on conflict (name) do update set token = excluded.token, changed_at = excluded.changed_at
        """;

    public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Find).Set("@name", name).ReadOne(row => row.Text(0)), cancellationToken);

    public Task SaveAsync(string name, string protectedToken, DateTimeOffset at, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Save).Set("@name", name).Set("@token", protectedToken).Set("@changed_at", at).Run(), cancellationToken);
}
