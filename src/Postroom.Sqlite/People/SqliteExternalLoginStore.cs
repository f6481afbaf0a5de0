using Postroom.People.SingleSignOn;

namespace Postroom.Sqlite.People;

/// <summary>Which user is who at a provider, on SQLite.</summary>
sealed class SqliteExternalLoginStore(SqliteDatabase database) : IExternalLoginStore
{
    // Index: the primary key.
    const string Find = "select user_id from external_logins where issuer = @issuer and subject = @subject";

    // One statement; both unique indexes hold against another node that ties at the same time.
    const string Insert = "insert into external_logins (issuer, subject, user_id, linked_at) values (@issuer, @subject, @user_id, @now) on conflict do nothing";

    // Index: sign_on_ties_user.
    const string Count = "select count(*) from external_logins where user_id = @user_id";

    // Index: sign_on_ties_user, which has both.
    const string Issuers = "select issuer from external_logins where user_id = @user_id order by issuer";

    const string Delete = "delete from external_logins where user_id = @user_id";

    // Index: sign_on_ties_user.
    const string DeleteOne = "delete from external_logins where user_id = @user_id and issuer = @issuer";

    public Task<Guid?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Find).Set("@issuer", issuer).Set("@subject", subject).ReadOne(row => (Guid?)row.Uuid(0)), cancellationToken);

    public Task<bool> AddAsync(string issuer, string subject, Guid userId, DateTimeOffset now, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Insert).Set("@issuer", issuer).Set("@subject", subject).Set("@user_id", userId).Set("@now", now).Run() == 1, cancellationToken);

    public Task<bool> IsLinkedAsync(Guid userId, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Count).Set("@user_id", userId).ReadOne(row => row.Long(0)) > 0, cancellationToken);

    public Task<IReadOnlyList<string>> IssuersOfAsync(Guid userId, CancellationToken cancellationToken) => database.Readers.ReadAsync<IReadOnlyList<string>>(
        connection => connection.Prepared(Issuers).Set("@user_id", userId).ReadAll(row => row.Text(0)), cancellationToken);

    public Task<bool> ForgetAsync(Guid userId, string issuer, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(DeleteOne).Set("@user_id", userId).Set("@issuer", issuer).Run() > 0, cancellationToken);

    public Task<bool> ForgetAsync(Guid userId, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Delete).Set("@user_id", userId).Run() > 0, cancellationToken);
}
