using Postroom.Forges;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Forges;

/// <summary>The forges on SQLite.</summary>
sealed class SqliteForgeStore(SqliteDatabase database) : IForgeStore
{
    const string Select = "select id, kind, name, base_url, secret, created_at, secret_set_at, read_token from forge_sources";

    const string All = Select + " order by name_key";

    const string ById = Select + " where id = @id";

    const string Insert = """
        insert into forge_sources (id, kind, name, name_key, base_url, secret, created_at, secret_set_at, read_token)
        values (@id, @kind, @name, @name_key, @base_url, @secret, @created_at, @secret_set_at, @read_token)
        on conflict (name_key) do nothing
        """;

    // The kind stays: the events that came in are read by it.
    const string Update = """
        update forge_sources set name = @name, name_key = @name_key, base_url = @base_url, secret = @secret, secret_set_at = @secret_set_at, read_token = @read_token
         where id = @id and not exists (select 1 from forge_sources where name_key = @name_key and id <> @id)
        """;

    const string Delete = "delete from forge_sources where id = @id";

    public async Task<IReadOnlyList<ForgeSource>> ListAsync(CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(connection => connection.Prepared(All).ReadAll(Read), cancellationToken);

    public Task<ForgeSource?> FindAsync(string id, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(ById).Set("@id", id).ReadOne(Read), cancellationToken);

    public Task<bool> AddAsync(ForgeSource source, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => Bind(transaction.Prepared(Insert), source).Set("@kind", (long)source.Kind).Set("@created_at", source.CreatedAt).Run() == 1,
        cancellationToken);

    public Task<bool> UpdateAsync(ForgeSource source, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => Bind(transaction.Prepared(Update), source).Run() == 1, cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            MemoryWriting.ForgetSource(transaction, id);
            return transaction.Prepared(Delete).Set("@id", id).Run() == 1;
        },
        cancellationToken);

    static Statement Bind(Statement statement, ForgeSource source) => statement.Set("@id", source.Id).Set("@name", source.Name)
        .Set("@name_key", source.Name.ToUpperInvariant()).Set("@base_url", source.BaseUrl?.ToString()).Set("@secret", source.ProtectedSecret)
        .Set("@secret_set_at", source.SecretSetAt).Set("@read_token", source.ProtectedReadToken);

    static ForgeSource Read(Statement row) => new()
    {
        Id = row.Text(0),
        Kind = (ForgeKind)row.Int(1),
        Name = row.Text(2),
        BaseUrl = row.TextOrNull(3) is { } url ? new Uri(url) : null,
        ProtectedSecret = row.Text(4),
        CreatedAt = row.Time(5),
        SecretSetAt = row.Time(6),
        ProtectedReadToken = row.TextOrNull(7),
    };
}
