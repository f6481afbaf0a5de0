using Postroom.Alarms;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Alarms;

/// <summary>Outages and their posts on SQLite. Every change is one transaction of the one writer, so each happens once.</summary>
sealed class SqliteOutageLog(SqliteDatabase database) : IOutageLog
{
    const int MostPosts = 10;

    const string Columns = "id, route, cause, reason, since, raised_at, cleared_at";

    // Index: outages_open, which also keeps a second one from being opened.
    const string Meet = "update outages set seen_at = @now, reason = @reason, cause = @cause where route = @route and cleared_at is null";

    const string Open = """
        insert into outages (route, cause, reason, since, seen_at)
        select @route, @cause, @reason,
               max(@since, coalesce((select max(cleared_at) from outages where route = @route), 0)), @now
         where not exists (select 1 from outages where route = @route and cleared_at is null)
        """;

    const string ReadOpen = $"select {Columns} from outages where route = @route and cleared_at is null";

    const string Raise = "update outages set raised_at = @now where id = @id and raised_at is null and cleared_at is null";

    // A node that still meets it has written so since: then mail does not flow for everybody yet.
    const string Clear = "update outages set cleared_at = @now where id = @id and cleared_at is null and seen_at <= @flowed_at";

    const string Post = "insert into alarm_posts (outage, type, created_at, due_at) values (@outage, @type, @now, @now) on conflict do nothing";

    const string List = $"select {Columns} from outages order by id desc limit @limit";

    const string Posts = "select outage, type, attempts, due_at, done_at, outcome from alarm_posts order by id desc limit @limit";

    // Index: alarm_posts_due. The new due time is the lease.
    const string Take = """
        update alarm_posts set due_at = @until, attempts = attempts + 1
         where id in (select id from alarm_posts where due_at <= @now order by due_at limit @limit)
        returning id, type, attempts, outage
        """;

    const string ReadOne = $"select {Columns} from outages where id = @id";

    const string Note = "update alarm_posts set outcome = @outcome, done_at = @done_at, due_at = @due_at where id = @id";

    public async Task<Outage> MeetAsync(OutageSighting sighting, CancellationToken cancellationToken)
    {
        await database.Writer.WriteAsync(
            transaction =>
            {
                var met = Name(transaction.Prepared(Meet), sighting).Set("@now", database.Time.GetUtcNow()).Run();
                return met > 0 ? 0 : Name(transaction.Prepared(Open), sighting).Set("@since", sighting.Since).Set("@now", database.Time.GetUtcNow()).Run();
            },
            cancellationToken);
        return await database.Readers.ReadAsync(
            connection => connection.Prepared(ReadOpen).Set("@route", sighting.Route).ReadOne(Read), cancellationToken)
            ?? new Outage(0, sighting.Route, sighting.Cause, sighting.Reason, sighting.Since, null, database.Time.GetUtcNow()); // cleared this moment
    }

    public async Task<bool> RaiseAsync(long outage, bool withPost, CancellationToken cancellationToken) => await database.Writer.WriteAsync(
        transaction =>
        {
            var raised = transaction.Prepared(Raise).Set("@id", outage).Set("@now", database.Time.GetUtcNow()).Run();
            if (raised > 0 && withPost) Put(transaction, outage, AlarmWebhook.Raised);
            return raised;
        },
        cancellationToken) > 0;

    public async Task<Outage?> ClearAsync(string route, DateTimeOffset flowedAt, bool withPost, CancellationToken cancellationToken)
    {
        var open = await database.Readers.ReadAsync(connection => connection.Prepared(ReadOpen).Set("@route", route).ReadOne(Read), cancellationToken);
        if (open is null) return null;
        var cleared = await database.Writer.WriteAsync(
            transaction =>
            {
                var done = transaction.Prepared(Clear).Set("@id", open.Id).Set("@flowed_at", flowedAt).Set("@now", database.Time.GetUtcNow()).Run();
                if (done > 0 && withPost && open.RaisedAt is not null) Put(transaction, open.Id, AlarmWebhook.Cleared);
                return done;
            },
            cancellationToken);
        return cleared > 0 ? open with { ClearedAt = database.Time.GetUtcNow() } : null;
    }

    public async Task<IReadOnlyList<Outage>> ListAsync(int limit, CancellationToken cancellationToken) => await database.Readers.ReadAsync(
        connection => connection.Prepared(List).Set("@limit", limit).ReadAll(Read), cancellationToken);

    public async Task<IReadOnlyList<AlarmPostRecord>> PostsAsync(int limit, CancellationToken cancellationToken) => await database.Readers.ReadAsync(
        connection => connection.Prepared(Posts).Set("@limit", limit).ReadAll(row => new AlarmPostRecord(
            row.Long(0), row.Text(1), row.Int(2), row.TimeOrNull(3), row.TimeOrNull(4), row.TextOrNull(5))),
        cancellationToken);

    public async Task<IReadOnlyList<AlarmPost>> TakePostsAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = database.Time.GetUtcNow();
        // Most of the time nothing is due: then nothing is written.
        var isAny = await database.Readers.ReadAsync(
            connection => connection.Prepared("select 1 from alarm_posts where due_at <= @now limit 1").Set("@now", now).ReadAll(_ => true).Count > 0, cancellationToken);
        if (!isAny) return [];
        return await database.Writer.WriteAsync(
            transaction => (IReadOnlyList<AlarmPost>)
            [
                .. transaction.Prepared(Take).Set("@until", now + lease).Set("@now", now).Set("@limit", MostPosts)
                    .ReadAll(row => (Id: row.Long(0), Type: row.Text(1), Attempt: row.Int(2), Outage: row.Long(3)))
                    .Select(post => new AlarmPost(post.Id, post.Type, post.Attempt, transaction.Prepared(ReadOne).Set("@id", post.Outage).ReadOne(Read)!)),
            ],
            cancellationToken);
    }

    public Task NotePostAsync(long post, string outcome, bool isDone, DateTimeOffset? nextAt, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Note).Set("@id", post).Set("@outcome", outcome).Set("@due_at", nextAt)
            .Set("@done_at", isDone ? database.Time.GetUtcNow() : (DateTimeOffset?)null).Run(),
        cancellationToken);

    void Put(WriteTransaction transaction, long outage, string type) =>
        transaction.Prepared(Post).Set("@outage", outage).Set("@type", type).Set("@now", database.Time.GetUtcNow()).Run();

    static Statement Name(Statement statement, OutageSighting sighting) =>
        statement.Set("@route", sighting.Route).Set("@cause", sighting.Cause).Set("@reason", sighting.Reason);

    static Outage Read(Statement row) => new(
        row.Long(0), row.Text(1), row.Text(2), row.Text(3), row.Time(4), row.TimeOrNull(5), row.TimeOrNull(6));
}
