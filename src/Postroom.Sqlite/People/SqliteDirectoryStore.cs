using Postroom.Forges.Memory;
using Postroom.People;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Forges;

namespace Postroom.Sqlite.People;

/// <summary>People and their logins on SQLite.</summary>
sealed class SqliteDirectoryStore(SqliteDatabase database) : IDirectoryStore
{
    const string Columns = "p.id, p.email, p.name, p.language, p.time_zone";

    // The primary key of logins; a login of this source comes before one of any source.
    const string ByLogin = $"""
        select {Columns} from logins l join people p on p.id = l.person
         where l.source in (@source, '*') and l.login_key = @login_key
         order by l.source = '*' limit 1
        """;

    const string ById = $"select {Columns} from people p where p.id = @id";

    const string ByEmail = $"select {Columns} from people p where p.email_key = @email_key";

    const string Update = """
        update people set email = @email, email_key = @email_key, name = @name, language = @language, time_zone = @time_zone
         where id = @id and (@email_key is null or not exists (select 1 from people where email_key = @email_key and id <> @id))
        """;

    const string RemoveLogin = "delete from logins where source = @source and login_key = @login_key";

    const string Remove = "delete from people where id = @id";

    const string Count = "select count(*), count(*) - count(email) from people";

    // A walk along the primary key: people are thousands, and this is a page for people.
    const string List = $"""
        select {Columns} from people p
         where (@after is null or p.id > @after)
           and (@text is null or p.email like @text escape '\' or p.name like @text escape '\'
                or exists (select 1 from logins l where l.person = p.id and l.login like @text escape '\'))
         order by p.id limit @limit
        """;

    const string LoginsOf = "select source, login, is_learnt from logins where person = @person order by source, login_key";

    public Task<IReadOnlyDictionary<string, Person>> FindAsync(
        string source, IReadOnlyCollection<string> logins, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyDictionary<string, Person>>(
            connection =>
            {
                var found = new Dictionary<string, Person>(StringComparer.OrdinalIgnoreCase);
                foreach (var login in logins)
                {
                    var person = connection.Prepared(ByLogin).Set("@source", source).Set("@login_key", KeyOf(login)).ReadOne(Read);
                    if (person is not null) found[login] = person;
                }

                return found;
            },
            cancellationToken);

    public Task<Person?> FindAsync(Guid id, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(ById).Set("@id", id).ReadOne(Read), cancellationToken);

    public Task<Person?> FindByEmailAsync(string email, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(ByEmail).Set("@email_key", KeyOf(email)).ReadOne(Read), cancellationToken);

    public Task PutAsync(IReadOnlyList<DirectoryEntry> entries, bool isLearnt, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(
            transaction =>
            {
                var writing = new DirectoryWriting(transaction, database.Time);
                foreach (var entry in entries)
                {
                    writing.Put(entry, isLearnt);
                    if (entry.ForgeId is { } id)
                        MemoryWriting.PutPersonOf(transaction, entry.Source, new ForgeIdentity(id, entry.Login, entry.Name), database.Time.GetUtcNow());
                }

                return entries.Count;
            },
            cancellationToken);

    public Task<bool> UpdateAsync(Person person, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Update).Set("@id", person.Id).Set("@email", person.Email)
            .Set("@email_key", person.Email is null ? null : KeyOf(person.Email)).Set("@name", person.Name)
            .Set("@language", person.Language).Set("@time_zone", person.TimeZone).Run() == 1,
        cancellationToken);

    public Task<bool> MergeAsync(Guid keep, Guid drop, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => PersonMerge.Run(transaction, keep, drop), cancellationToken);

    public Task<bool> RemoveLoginAsync(string source, string login, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(RemoveLogin).Set("@source", source).Set("@login_key", KeyOf(login)).Run() == 1, cancellationToken);

    public Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Remove).Set("@id", id).Run() == 1, cancellationToken);

    public Task<IReadOnlyList<DirectoryPerson>> ListAsync(string? text, Guid? after, int limit, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyList<DirectoryPerson>>(
            connection =>
            {
                var list = connection.Prepared(List).Set("@text", text is null ? null : Like.Containing(text.Trim())).Set("@limit", limit);
                list = after is { } id ? list.Set("@after", id) : list.Set("@after", (string?)null);
                return [.. list.ReadAll(Read).Select(person => new DirectoryPerson(person, LoginsOfPerson(connection, person.Id)))];
            },
            cancellationToken);

    public Task<(long People, long WithoutAddress)> CountAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Count).ReadOne(row => (row.Long(0), row.Long(1))), cancellationToken);

    internal static string KeyOf(string text) => text.ToUpperInvariant();

    internal static Person Read(Statement row) => Read(row, from: 0);

    /// <summary>Reads a person whose columns begin at a place.</summary>
    internal static Person Read(Statement row, int from) => new()
    {
        Id = row.Uuid(from),
        Email = row.TextOrNull(from + 1),
        Name = row.TextOrNull(from + 2),
        Language = row.TextOrNull(from + 3),
        TimeZone = row.TextOrNull(from + 4),
    };

    static List<DirectoryLogin> LoginsOfPerson(Connection connection, Guid person) => connection.Prepared(LoginsOf)
        .Set("@person", person).ReadAll(row => new DirectoryLogin(row.Text(0), row.Text(1), row.Bool(2)));
}
