using Postroom.People;
using Postroom.People.Sessions;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.People;

/// <summary>The sessions on SQLite.</summary>
sealed class SqliteSessionStore(SqliteDatabase database) : ISessionStore
{
    /// <summary>Ends what began under another stamp. It runs in the transaction that replaces the stamp. Index: sessions_user.</summary>
    internal const string EndOlder = "delete from sessions where user_id = @id and stamp <> @stamp";

    // Index: the primary key.
    internal const string Find = "select " + Columns + ", stamp from sessions where sha256 = @sha256 and seen_at > @seen_after and started_at > @started_after";

    // Two statements, each with its index: sessions_seen and sessions_started.
    internal const string SweepUnused = "delete from sessions where sha256 in (select sha256 from sessions where seen_at <= @before limit @limit)";

    internal const string SweepOld = "delete from sessions where sha256 in (select sha256 from sessions where started_at <= @before limit @limit)";

    // Index: sessions_user.
    internal const string List = "select " + Columns + """
         from sessions where user_id = @user_id and seen_at > @seen_after and started_at > @started_after
           and stamp = (select stamp from users where id = @user_id)
         order by seen_at desc
        """;

    const string Columns = "id, user_id, started_at, seen_at, address, user_agent";

    // One statement, so that no session begins by what a change on another node has just made worthless.
    const string Insert = """
        insert into sessions (sha256, id, user_id, stamp, started_at, seen_at, address, user_agent)
        select @sha256, @id, @user_id, @stamp, @started_at, @seen_at, @address, @user_agent
         where exists (select 1 from users where id = @user_id and stamp = @stamp and state = 1)
        """;

    const string MakeRoom = """
        delete from sessions where sha256 in (select sha256 from sessions where user_id = @user_id order by seen_at desc limit -1 offset @most)
        """;

    const string Touch = "update sessions set seen_at = max(seen_at, @now), address = @address where user_id = @user_id and id = @id";

    const string End = "delete from sessions where user_id = @user_id and id = @id";

    public Task<bool> AddAsync(UserSession session, string sha256, string stamp, int most, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            var isAdded = transaction.Prepared(Insert).Set("@sha256", sha256).Set("@id", session.Id).Set("@user_id", session.UserId).Set("@stamp", stamp)
                .Set("@started_at", session.StartedAt).Set("@seen_at", session.SeenAt).Set("@address", session.Address)
                .Set("@user_agent", session.UserAgent).Run() == 1;
            if (isAdded) transaction.Prepared(MakeRoom).Set("@user_id", session.UserId).Set("@most", most).Run();
            return isAdded;
        },
        cancellationToken);

    public Task<SignedInUser?> FindAsync(string sha256, SessionWindow window, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection =>
        {
            var (session, stamp) = Bind(connection.Prepared(Find), window).Set("@sha256", sha256).ReadOne(row => (Read(row), row.Text(6)));
            if (session is null) return null;
            var user = connection.Prepared(SqliteUserStore.ById).Set("@id", session.UserId).ReadOne(SqliteUserStore.Read);
            return user is { State: UserState.Active } && user.Stamp == stamp ? new SignedInUser(user, session) : null;
        },
        cancellationToken);

    public async Task TouchAsync(Guid userId, Guid id, DateTimeOffset now, string? address, CancellationToken cancellationToken) =>
        await database.Writer.WriteAsync(
            transaction => transaction.Prepared(Touch).Set("@user_id", userId).Set("@id", id).Set("@now", now).Set("@address", address).Run(), cancellationToken);

    public async Task<IReadOnlyList<UserSession>> ListAsync(Guid userId, SessionWindow window, CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(connection => Bind(connection.Prepared(List), window).Set("@user_id", userId).ReadAll(Read), cancellationToken);

    public Task<bool> EndAsync(Guid userId, Guid id, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(End).Set("@user_id", userId).Set("@id", id).Run() == 1, cancellationToken);

    public Task<int> SweepAsync(SessionWindow window, int most, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            var unused = transaction.Prepared(SweepUnused).Set("@before", window.SeenAfter).Set("@limit", most).Run();
            return unused + transaction.Prepared(SweepOld).Set("@before", window.StartedAfter).Set("@limit", most - unused).Run();
        },
        cancellationToken);

    static Statement Bind(Statement statement, SessionWindow window) =>
        statement.Set("@seen_after", window.SeenAfter).Set("@started_after", window.StartedAfter);

    static UserSession Read(Statement row) => new()
    {
        Id = row.Uuid(0),
        UserId = row.Uuid(1),
        StartedAt = row.Time(2),
        SeenAt = row.Time(3),
        Address = row.TextOrNull(4),
        UserAgent = row.Text(5),
    };
}
