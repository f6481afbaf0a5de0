using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.People;

namespace Postroom.Sqlite.Notifications;

/// <summary>What people chose, on SQLite.</summary>
sealed class SqliteChoiceStore(SqliteDatabase database) : IChoiceStore
{
    const string Choices = "select choices, is_text_only, is_private from preferences where person = @person";

    // Both from primary keys.
    const string IsUnsubscribed = """
        select exists (select 1 from unsubscribed where person = @person and thread = 0)
            or exists (select 1 from threads t join unsubscribed u on u.thread = t.n
                        where t.source = @source and t.root = @root and u.person = @person)
        """;

    const string Save = """
        insert into preferences (person, choices, is_text_only, is_private)
        select id, @choices, @is_text_only, @is_private from people where id = @person
            on conflict (person) do update set choices = excluded.choices, is_text_only = excluded.is_text_only, is_private = excluded.is_private
        """;

    const string Unsubscribe = """
        insert into unsubscribed (person, thread, at)
        select id, @thread, @at from people where id = @person and (@thread = 0 or exists (select 1 from threads where n = @thread))
            on conflict (person, thread) do update set at = unsubscribed.at
        """;

    const string Resubscribe = "delete from unsubscribed where person = @person and thread = @thread";

    const string Unsubscribed = """
        select u.thread, coalesce(t.label, ''), u.at from unsubscribed u left join threads t on t.n = u.thread
         where u.person = @person order by u.thread = 0 desc, u.at desc limit 200
        """;

    const string Label = "select label from threads where n = @thread";

    const string Watchers = """
        select distinct p.id, p.email, p.name, p.language, p.time_zone from watchers w join people p on p.id = w.person
         where w.source = @source and w.project = @project and w.repository = @repository and w.number in (0, @number)
        """;

    const string AddWatch = """
        insert into watchers (source, project, repository, number, person)
        select @source, @project, @repository, @number, id from people where id = @person
            on conflict (source, project, repository, number, person) do update set number = excluded.number
        """;

    const string EndWatch = """
        delete from watchers where source = @source and project = @project and repository = @repository and number = @number and person = @person
        """;

    const string Thread = "select source, project, repository, number from threads where n = @thread and number is not null";

    // Along the primary key: what people watch on their own wish is little.
    const string AllWatchers = """
        select w.source, w.project, w.repository, w.number, p.id, p.email, p.name, p.language, p.time_zone
          from watchers w join people p on p.id = w.person
         where @text is null or w.project || '/' || w.repository like @text escape '\' or p.email like @text escape '\' or p.name like @text escape '\'
         order by w.source, w.project, w.repository, w.number limit @limit
        """;

    const string Watches = """
        select source, project, repository, number from watchers where person = @person order by source, project, repository, number limit 200
        """;

    public Task<IReadOnlyDictionary<Guid, PersonSubscription>> ReadAsync(
        IReadOnlyCollection<Guid> people, string source, string root, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyDictionary<Guid, PersonSubscription>>(
            connection => people.Distinct().ToDictionary(
                person => person, person => SubscriptionOf(connection, person, source, root)), cancellationToken);

    public Task<PersonChoices> FindAsync(Guid person, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => ChoicesOf(connection, person), cancellationToken);

    public Task<bool> SaveAsync(Guid person, PersonChoices choices, CancellationToken cancellationToken)
    {
        var timing = ChoiceJson.Write(choices);
        return database.Writer.WriteAsync(
            transaction => transaction.Prepared(Save).Set("@person", person).Set("@choices", timing)
                .Set("@is_text_only", choices.IsTextOnly).Set("@is_private", choices.IsPrivate).Run() == 1,
            cancellationToken);
    }

    public Task<bool> UnsubscribeAsync(Guid person, long thread, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Unsubscribe).Set("@person", person).Set("@thread", thread).Set("@at", database.Time.GetUtcNow()).Run() == 1,
        cancellationToken);

    public Task<bool> ResubscribeAsync(Guid person, long thread, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Resubscribe).Set("@person", person).Set("@thread", thread).Run() == 1, cancellationToken);

    public Task<IReadOnlyList<Unsubscription>> UnsubscribedAsync(Guid person, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyList<Unsubscription>>(
            connection => connection.Prepared(Unsubscribed).Set("@person", person)
                .ReadAll(row => new Unsubscription(row.Long(0), row.Text(1), row.Time(2))),
            cancellationToken);

    public Task<string?> LabelAsync(long thread, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Label).Set("@thread", thread).ReadOne(row => row.Text(0)), cancellationToken);

    public Task<IReadOnlyList<Person>> WatchersAsync(Watch watch, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyList<Person>>(
            connection => Bind(connection.Prepared(Watchers), watch).ReadAll(SqliteDirectoryStore.Read), cancellationToken);

    public Task<bool> WatchAsync(Guid person, Watch watch, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => Bind(transaction.Prepared(AddWatch), watch).Set("@person", person).Run() == 1, cancellationToken);

    public Task<bool> UnwatchAsync(Guid person, Watch watch, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => Bind(transaction.Prepared(EndWatch), watch).Set("@person", person).Run() == 1, cancellationToken);

    public Task<Watch?> FindThreadAsync(long thread, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Thread).Set("@thread", thread).ReadOne(ReadWatch), cancellationToken);

    public Task<IReadOnlyList<Watcher>> ListWatchersAsync(string? text, int limit, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyList<Watcher>>(
            connection => connection.Prepared(AllWatchers).Set("@text", text is null ? null : Like.Containing(text.Trim())).Set("@limit", limit)
                .ReadAll(row => new Watcher(ReadWatch(row), SqliteDirectoryStore.Read(row, from: 4))),
            cancellationToken);

    public Task<IReadOnlyList<Watch>> WatchesAsync(Guid person, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyList<Watch>>(
            connection => connection.Prepared(Watches).Set("@person", person)
                .ReadAll(ReadWatch),
            cancellationToken);

    internal static PersonSubscription SubscriptionOf(Connection connection, Guid person, string source, string root) =>
        new(
        ChoicesOf(connection, person),
        connection.Prepared(IsUnsubscribed).Set("@person", person).Set("@source", source).Set("@root", root).ReadOne(row => row.Bool(0)));

    static PersonChoices ChoicesOf(Connection connection, Guid person) => connection.Prepared(Choices).Set("@person", person)
        .ReadOne(row => ChoiceJson.Read(row.Text(0)) with { IsTextOnly = row.Bool(1), IsPrivate = row.Bool(2) }) ?? PersonChoices.Default;

    static Watch ReadWatch(Statement row) => new(row.Text(0), row.Text(1), row.Text(2), row.Long(3));

    static Statement Bind(Statement statement, Watch watch) => statement.Set("@source", watch.Source).Set("@project", watch.Project)
        .Set("@repository", watch.Repository).Set("@number", watch.Number);
}
