using Postroom.People;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.People;

/// <summary>The users of the console on SQLite.</summary>
sealed class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    const string Count = "select count(*) from users";

    // One statement, so that of two who set up at once only one is the first.
    const string Insert = """
        insert into users (id, email, email_key, name, password_hash, role, stamp, language, failed_signins, locked_until, created_at)
        select @id, @email, @email_key, @name, @password_hash, @role, @stamp, @language, @failed_signins, @locked_until, @created_at
         where not exists (select 1 from users where email_key = @email_key) and (@only_if_first = 0 or not exists (select 1 from users))
        """;

    const string Update = """
        update users set email = @email, email_key = @email_key, name = @name, password_hash = @password_hash, role = @role, stamp = @stamp,
               language = @language, failed_signins = @failed_signins, locked_until = @locked_until, created_at = @created_at
         where id = @id and stamp = @old_stamp
           and not exists (select 1 from users where email_key = @email_key and id <> @id)
        """;

    const string Select = """
        select id, email, name, password_hash, role, stamp, language, failed_signins, locked_until, created_at from users
        """;

    const string ByEmail = Select + " where email_key = @email_key";

    const string ById = Select + " where id = @id";

    const string All = Select + " order by name, email";

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Count).ReadOne(row => row.Long(0)) == 0, cancellationToken);

    public Task<bool> AddAsync(User user, bool onlyIfFirst, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => Bind(transaction.Prepared(Insert), user).Set("@only_if_first", onlyIfFirst).Run() == 1, cancellationToken);

    public Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(ByEmail).Set("@email_key", KeyOf(email)).ReadOne(Read), cancellationToken);

    public Task<User?> FindAsync(Guid id, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(ById).Set("@id", id).ReadOne(Read), cancellationToken);

    public Task<bool> UpdateAsync(User user, string stamp, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => Bind(transaction.Prepared(Update), user).Set("@old_stamp", stamp).Run() == 1, cancellationToken);

    public async Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(connection => connection.Prepared(All).ReadAll(Read), cancellationToken);

    static string KeyOf(string email) => email.ToUpperInvariant();

    static Statement Bind(Statement statement, User user) => statement.Set("@id", user.Id).Set("@email", user.Email)
        .Set("@email_key", KeyOf(user.Email)).Set("@name", user.Name).Set("@password_hash", user.PasswordHash).Set("@role", (long)user.Role)
        .Set("@stamp", user.Stamp).Set("@language", user.Language).Set("@failed_signins", user.FailedSignIns)
        .Set("@locked_until", user.LockedUntil).Set("@created_at", user.CreatedAt);

    static User Read(Statement row) => new()
    {
        Id = row.Uuid(0),
        Email = row.Text(1),
        Name = row.Text(2),
        PasswordHash = row.TextOrNull(3),
        Role = (UserRole)row.Int(4),
        Stamp = row.Text(5),
        Language = row.TextOrNull(6),
        FailedSignIns = row.Int(7),
        LockedUntil = row.TimeOrNull(8),
        CreatedAt = row.Time(9),
    };
}
