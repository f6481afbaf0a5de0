using Postroom.Forges.Memory;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Forges;

/// <summary>What is remembered of pull requests, on SQLite.</summary>
sealed class SqlitePullRequestMemoryStore(SqliteDatabase database) : IPullRequestMemoryStore
{
    // The primary key.
    internal const string FindPerson =
        "select id, login, name, is_bot from forge_people where source = @source and id = @id";

    // Indexes: forge_people_confirmed, pull_requests_confirmed. A bounded number each, so that nobody is held up.
    internal const string ForgetPeople = """
        delete from forge_people
         where (source, id) in (select source, id from forge_people where confirmed_at < @before limit 5000)
        """;

    internal const string ForgetPullRequests =
        "delete from pull_requests where n in (select n from pull_requests where confirmed_at < @before limit 5000)";

    public Task<Recollection> RecallAsync(string source, string root, IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(connection =>
            {
                var memory = connection.Prepared(MemoryWriting.Find).Set("@source", source).Set("@root", root)
                    .ReadOne(row => PullRequestMemoryJson.Read(row.Text(0))) ?? PullRequestMemory.Empty;
                var people = memory.Everybody.Select(who => who.Id).OfType<string>()
                    .Concat(ids).Distinct(StringComparer.Ordinal)
                    .Select(id => connection.Prepared(FindPerson).Set("@source", source).Set("@id", id)
                        .ReadOne(ReadPerson)).OfType<ForgeIdentity>();
                return new Recollection(memory, people.ToDictionary(who => who.Id!, StringComparer.Ordinal));
            },
            cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(transaction => new[] { ForgetPeople, ForgetPullRequests }
            .Sum(sql => transaction.Prepared(sql).Set("@before", before).Run()), cancellationToken);

    static ForgeIdentity ReadPerson(Statement row) => new(row.Text(0), row.Text(1), row.TextOrNull(2), row.Bool(3));
}
