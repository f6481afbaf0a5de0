using Postroom.People.Links;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.People;

/// <summary>The links of people on SQLite.</summary>
sealed class SqliteAccountLinkStore(SqliteDatabase database) : IAccountLinkStore
{
    /// <summary>How long a link is remembered after its end, so that a repeated order is still known.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    const string Columns = """
        id, purpose, app, user_id, email, name, language, created_at, expires_at, idempotency_key, fingerprint, message_id
        """;

    const string Open = "sha256 = @sha256 and app = @app and (@purpose is null or purpose = @purpose) and closed_at is null and expires_at > @now";

    // Index: account_links_key.
    const string ByKey = "select " + Columns + " from account_links where app = @app and idempotency_key = @key";

    const string DropUnsent = "delete from account_links where app = @app and idempotency_key = @key and message_id is null";

    // Index: account_links_expiring.
    const string Forget = "delete from account_links where expires_at < @before";

    const string Insert = """
        insert into account_links (id, sha256, purpose, app, person, user_id, email, name, language, created_at, expires_at, idempotency_key, fingerprint)
        values (@id, @sha256, @purpose, @app, @person, @user_id, @email, @name, @language, @created_at, @expires_at, @key, @fingerprint)
        """;

    const string SetMessage = "update account_links set message_id = @message_id where id = @id";

    // Index: the unique one on sha256.
    const string Find = "select " + Columns + " from account_links where " + Open;

    // One statement, so that of two who redeem at once, on any node, the second finds it closed.
    const string Redeem = "update account_links set closed_at = @now where " + Open + " returning " + Columns;

    // Index: account_links_open.
    const string End = """
        update account_links set closed_at = @now
         where person = @person and app = @app and closed_at is null and (@purpose is null or purpose = @purpose)
        """;

    const string Revoke = "update account_links set closed_at = @now where id = @id and app = @app and closed_at is null and expires_at > @now";

    public Task<AccountLink?> AddAsync(AccountLink link, string sha256, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            if (link.IdempotencyKey is not null)
            {
                transaction.Prepared(DropUnsent).Set("@app", link.App).Set("@key", link.IdempotencyKey).Run();
                var former = transaction.Prepared(ByKey).Set("@app", link.App).Set("@key", link.IdempotencyKey).ReadOne(Read);
                if (former is not null) return former;
            }

            transaction.Prepared(Forget).Set("@before", link.CreatedAt - Remembered).Run();
            transaction.Prepared(End).Set("@person", link.Person).Set("@app", link.App).Set("@purpose", (long)link.Purpose).Set("@now", link.CreatedAt).Run();
            Bind(transaction.Prepared(Insert), link).Set("@sha256", sha256).Run();
            return null;
        },
        cancellationToken);

    public async Task SetMessageAsync(Guid id, string messageId, CancellationToken cancellationToken) => await database.Writer.WriteAsync(
        transaction => transaction.Prepared(SetMessage).Set("@id", id).Set("@message_id", messageId).Run(), cancellationToken);

    public Task<AccountLink?> FindAsync(LinkKey key, DateTimeOffset now, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => Bind(connection.Prepared(Find), key, now).ReadOne(Read), cancellationToken);

    public Task<AccountLink?> RedeemAsync(LinkKey key, DateTimeOffset now, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            var link = Bind(transaction.Prepared(Redeem), key, now).ReadAll(Read).SingleOrDefault();
            if (link is not null && link.Purpose != LinkPurpose.Confirm) EndAll(transaction.Prepared(End), link.App, link.Person, now);
            return link;
        },
        cancellationToken);

    public Task<int> EndAsync(string app, string person, DateTimeOffset now, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => EndAll(transaction.Prepared(End), app, person, now), cancellationToken);

    public Task<bool> RevokeAsync(string app, Guid id, DateTimeOffset now, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Revoke).Set("@id", id).Set("@app", app).Set("@now", now).Run() == 1, cancellationToken);

    static int EndAll(Statement end, string app, string person, DateTimeOffset now) =>
        end.Set("@person", person).Set("@app", app).Set("@purpose", (long?)null).Set("@now", now).Run();

    static Statement Bind(Statement statement, LinkKey key, DateTimeOffset now) => statement
        .Set("@sha256", key.Sha256).Set("@app", key.App).Set("@purpose", (long?)key.Purpose).Set("@now", now);

    static Statement Bind(Statement statement, AccountLink link)
    {
        statement.Set("@id", link.Id).Set("@purpose", (long)link.Purpose).Set("@app", link.App).Set("@person", link.Person)
            .Set("@email", link.Email).Set("@name", link.Name).Set("@language", link.Language).Set("@created_at", link.CreatedAt)
            .Set("@expires_at", link.ExpiresAt).Set("@key", link.IdempotencyKey).Set("@fingerprint", link.Fingerprint);
        return link.UserId is { } user ? statement.Set("@user_id", user) : statement.Set("@user_id", (string?)null);
    }

    static AccountLink Read(Statement row) => new()
    {
        Id = row.Uuid(0),
        Purpose = (LinkPurpose)row.Int(1),
        App = row.Text(2),
        UserId = row.IsNull(3) ? null : row.Uuid(3),
        Email = row.Text(4),
        Name = row.TextOrNull(5),
        Language = row.TextOrNull(6),
        CreatedAt = row.Time(7),
        ExpiresAt = row.Time(8),
        IdempotencyKey = row.TextOrNull(9),
        Fingerprint = row.TextOrNull(10),
        MessageId = row.TextOrNull(11),
    };
}
