using Postroom.Accepting;
using Postroom.Accepting.Senders;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Accepting;

/// <summary>The apps and their keys on SQLite.</summary>
sealed class SqliteAppStore(SqliteDatabase database) : IAppStore
{
    const string ReadApps = "select name, sender, link_urls, allowed_senders from apps order by name";

    const string ReadKeys = "select app, id, sha256, scopes, created_at, revoked_at from api_keys order by created_at desc, id";

    const string InsertApp = "insert into apps (name) values (@name) on conflict (name) do nothing";

    const string InsertKey = """
        insert into api_keys (id, app, sha256, scopes, created_at, revoked_at) values (@id, @app, @sha256, @scopes, @created_at, @revoked_at)
        """;

    const string UpdateLinkUrls = "update apps set link_urls = @urls where name = @name";

    const string UpdateSenderRules = "update apps set allowed_senders = @rules where name = @name";

    const string UpdateSender = "update apps set sender = @sender where name = @name";

    // Index: the unique one on sha256. Asked for every request.
    const string FindKey = """
        select k.app, a.sender, k.id, k.scopes, a.link_urls,
            a.allowed_senders from api_keys k join apps a on a.name = k.app
         where k.sha256 = @sha256 and k.revoked_at is null
        """;

    const string Revoke = "update api_keys set revoked_at = @at where id = @id and revoked_at is null";

    public Task<IReadOnlyList<App>> ListAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync<IReadOnlyList<App>>(
        connection =>
        {
            var keys = connection.Prepared(ReadKeys).ReadAll(row => (App: row.Text(0), Key: ReadKey(row))).ToLookup(row => row.App, row => row.Key);
            return connection.Prepared(ReadApps).ReadAll(row => ReadApp(row, keys[row.Text(0)]));
        },
        cancellationToken);

    public async Task AddKeyAsync(string app, ApiKey key, CancellationToken cancellationToken) => await database.Writer.WriteAsync(
        transaction =>
        {
            transaction.Prepared(InsertApp).Set("@name", app).Run();
            return transaction.Prepared(InsertKey).Set("@id", key.Id).Set("@app", app).Set("@sha256", key.Sha256)
                .Set("@scopes", string.Join(' ', key.Scopes)).Set("@created_at", key.CreatedAt).Set("@revoked_at", key.RevokedAt).Run();
        },
        cancellationToken);

    public Task<bool> SetSenderAsync(string app, string? sender, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(UpdateSender).Set("@name", app).Set("@sender", sender).Run() == 1, cancellationToken);

    public Task<bool> SetLinkUrlsAsync(string app, IReadOnlyList<string> urls, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(UpdateLinkUrls).Set("@name", app).Set("@urls", string.Join('\n', urls)).Run() == 1, cancellationToken);

    public Task<bool> SetSenderRulesAsync(
        string app, IReadOnlyList<SenderRule> rules, CancellationToken cancellationToken) => database.Writer.WriteAsync(
            transaction => transaction.Prepared(UpdateSenderRules).Set("@name", app)
                .Set("@rules", rules.Count == 0 ? null : string.Join('\n', rules)).Run() == 1,
            cancellationToken);

    public Task<AppKey?> FindKeyAsync(string sha256, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(FindKey).Set("@sha256", sha256)
            .ReadOne(ReadAppKey),
        cancellationToken);

    public Task<bool> RevokeKeyAsync(string keyId, DateTimeOffset at, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Revoke).Set("@id", keyId).Set("@at", at).Run() == 1, cancellationToken);

    static App ReadApp(Statement row, IEnumerable<ApiKey> keys) => new(row.Text(0), row.TextOrNull(1), [.. keys])
    {
        LinkUrls = ReadLines(row.Text(2)),
        SenderRules = SenderRules.Kept(row.TextOrNull(3)),
    };

    static AppKey ReadAppKey(Statement row) =>
        new(row.Text(0), row.TextOrNull(1), row.Text(2), ReadScopes(row.Text(3)))
        {
            LinkUrls = ReadLines(row.Text(4)),
            SenderRules = SenderRules.Kept(row.TextOrNull(5)),
        };

    static ApiKey ReadKey(Statement row) => new(row.Text(1), row.Text(2), ReadScopes(row.Text(3)), row.Time(4), row.TimeOrNull(5));

    static string[] ReadLines(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static string[] ReadScopes(string scopes) => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
