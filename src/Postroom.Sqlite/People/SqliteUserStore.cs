using Postroom.People;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.People;

/// <summary>The users of the console on SQLite.</summary>
sealed class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    // Index: users_name, for the order and the place to go on from.
    internal const string Search = Select + """
         where (name, email_key) > (@after_name, @after_key) and (@state is null or state = @state)
           and (@text is null or name like @text escape '\' or email like @text escape '\')
         order by name, email_key limit @limit
        """;

    const string Count = "select count(*) from users";

    // One statement, so that of two who set up at once only one is the first.
    const string Insert = """
        insert into users (id, email, email_key, name, password_hash, role, state, stamp, language, time_zone, totp_secret,
               created_at)
        select @id, @email, @email_key, @name, @password_hash, @role, @state, @stamp, @language, @time_zone, @totp_secret,
               @created_at
         where not exists (select 1 from users where email_key = @email_key) and (@only_if_first = 0 or not exists (select 1 from users))
        """;

    // One statement: of two nodes that demote the last two administrators at once, the second finds nobody else.
    const string Update = """
        update users set email = @email, email_key = @email_key, name = @name, password_hash = @password_hash, role = @role, state = @state,
               stamp = @stamp, language = @language, time_zone = @time_zone, totp_secret = @totp_secret, created_at = @created_at
         where id = @id and stamp = @old_stamp
           and not exists (select 1 from users where email_key = @email_key and id <> @id)
           and (role <> 3 or state <> 1 or (@role = 3 and @state = 1)
                or exists (select 1 from users where role = 3 and state = 1 and id <> @id))
        """;

    const string Select = """
        select id, email, name, password_hash, role, state, stamp, language, time_zone, totp_secret, created_at
          from users
        """;

    const string ByEmail = Select + " where email_key = @email_key";

    internal const string ById = Select + " where id = @id";

    const string All = Select + " order by name, email_key";

    // One statement, so that of two sign-ins with the same code only one is let in.
    const string TakeStep = "update users set totp_step = @step where id = @id and totp_step < @step";

    const string DeleteCodes = "delete from recovery_codes where user_id = @id";

    const string InsertCode = "insert into recovery_codes (user_id, sha256) values (@id, @sha256)";

    const string BurnCode = "delete from recovery_codes where user_id = @id and sha256 = @sha256";

    const string CountCodes = "select count(*) from recovery_codes where user_id = @id";

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Count).ReadOne(row => row.Long(0)) == 0, cancellationToken);

    public Task<bool> AddAsync(User user, bool onlyIfFirst, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => Bind(transaction.Prepared(Insert), user).Set("@only_if_first", onlyIfFirst).Run() == 1, cancellationToken);

    public Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(ByEmail).Set("@email_key", KeyOf(email)).ReadOne(Read), cancellationToken);

    public Task<User?> FindAsync(Guid id, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(ById).Set("@id", id).ReadOne(Read), cancellationToken);

    public Task<bool> UpdateAsync(User user, string stamp, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            if (Bind(transaction.Prepared(Update), user).Set("@old_stamp", stamp).Run() != 1) return false;
            if (user.Stamp != stamp) transaction.Prepared(SqliteSessionStore.EndOlder).Set("@id", user.Id).Set("@stamp", user.Stamp).Run();
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(connection => connection.Prepared(All).ReadAll(Read), cancellationToken);

    public async Task<IReadOnlyList<User>> SearchAsync(UserSearch search, CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(
            connection => connection.Prepared(Search)
                .Set("@after_name", search.After?.Name ?? "").Set("@after_key", search.After is { } after ? KeyOf(after.Email) : "")
                .Set("@state", (long?)search.State).Set("@text", search.Text is null ? null : Like.Containing(search.Text))
                .Set("@limit", search.Limit).ReadAll(Read),
            cancellationToken);

    public Task<bool> TakeTotpStepAsync(Guid id, long counter, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(TakeStep).Set("@id", id).Set("@step", counter).Run() == 1, cancellationToken);

    public async Task SetRecoveryCodesAsync(Guid id, IReadOnlyList<string> sha256, CancellationToken cancellationToken) =>
        await database.Writer.WriteAsync(
            transaction =>
            {
                transaction.Prepared(DeleteCodes).Set("@id", id).Run();
                return sha256.Sum(hash => transaction.Prepared(InsertCode).Set("@id", id).Set("@sha256", hash).Run());
            },
            cancellationToken);

    public Task<bool> BurnRecoveryCodeAsync(Guid id, string sha256, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(BurnCode).Set("@id", id).Set("@sha256", sha256).Run() == 1, cancellationToken);

    public Task<int> CountRecoveryCodesAsync(Guid id, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(CountCodes).Set("@id", id).ReadOne(row => row.Int(0)), cancellationToken);

    static string KeyOf(string email) => email.ToUpperInvariant();

    static Statement Bind(Statement statement, User user) => statement.Set("@id", user.Id).Set("@email", user.Email)
        .Set("@email_key", KeyOf(user.Email)).Set("@name", user.Name).Set("@password_hash", user.PasswordHash).Set("@role", (long)user.Role)
        .Set("@state", (long)user.State).Set("@stamp", user.Stamp).Set("@language", user.Language).Set("@time_zone", user.TimeZone)
        .Set("@totp_secret", user.TotpSecret).Set("@created_at", user.CreatedAt);

    internal static User Read(Statement row) => new()
    {
        Id = row.Uuid(0),
        Email = row.Text(1),
        Name = row.Text(2),
        PasswordHash = row.TextOrNull(3),
        Role = (UserRole)row.Int(4),
        State = (UserState)row.Int(5),
        Stamp = row.Text(6),
        Language = row.TextOrNull(7),
        TimeZone = row.TextOrNull(8),
        TotpSecret = row.TextOrNull(9),
        CreatedAt = row.Time(10),
    };
}
