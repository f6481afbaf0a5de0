using Postroom.Forges.Memory;
using Postroom.Sqlite.People;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Forges;

/// <summary>
/// Remembers what a payload showed of people, within the caller's transaction: what is read in it no other node can
/// change before its end.
/// </summary>
static class MemoryWriting
{
    /// <summary>The most people remembered of one source.</summary>
    public const int MostPeople = 20_000;

    /// <summary>The most pull requests remembered of one source.</summary>
    public const int MostPullRequests = 10_000;

    // A payload that shows somebody as they were known writes nothing, but once a day that they are still there.
    internal const string PutPerson = """
        insert into forge_people (source, id, login, login_key, name, is_bot, confirmed_at)
        values (@source, @id, @login, @login_key, @name, @is_bot, @at)
            on conflict (source, id) do update
               set login = excluded.login, login_key = excluded.login_key, name = coalesce(excluded.name, name),
                   is_bot = excluded.is_bot, confirmed_at = excluded.confirmed_at
             where excluded.confirmed_at >= confirmed_at
               and (excluded.login <> login or excluded.is_bot <> is_bot
                    or (excluded.name is not null and excluded.name is not name)
                    or excluded.confirmed_at - confirmed_at > 86400000)
        """;

    // A login that somebody else has now is no more the login of who had it before. Index: forge_people_login.
    internal const string TakeLogin =
        """
        delete from forge_people indexed by forge_people_login
         where source = @source and login_key = @login_key and id <> @id
        """;

    // Counted only when somebody is new. Primary key: the rows of a source stand together.
    internal const string CountPeople = "select count(*) from forge_people where source = @source";

    internal const string BoundPeople = """
        delete from forge_people where source = @source and id in (
            select id from forge_people where source = @source order by confirmed_at desc limit -1 offset @most)
        """;

    // The unique key (source, root).
    internal const string Find = "select memory from pull_requests where source = @source and root = @root";

    internal const string Put = """
        insert into pull_requests (source, root, confirmed_at, memory) values (@source, @root, @at, @memory)
            on conflict (source, root) do update
               set confirmed_at = max(confirmed_at, excluded.confirmed_at), memory = excluded.memory
        """;

    internal const string Drop = "delete from pull_requests where source = @source and root = @root";

    internal const string BoundPullRequests = """
        delete from pull_requests where n in (
            select n from pull_requests where source = @source order by confirmed_at desc limit -1 offset @most)
        """;

    internal const string DropPeopleOfSource = "delete from forge_people where source = @source";

    internal const string DropPullRequestsOfSource = "delete from pull_requests where source = @source";

    public static void Run(WriteTransaction transaction, Sighting? sighting)
    {
        if (sighting is null || sighting.IsEmpty) return;
        var isNew = sighting.People.Aggregate(false,
            (any, person) => PutPersonOf(transaction, sighting.Source, person, sighting.At) || any);
        if (isNew && transaction.Prepared(CountPeople).Set("@source", sighting.Source)
            .ReadOne(row => row.Long(0)) > MostPeople)
        {
            transaction.Prepared(BoundPeople).Set("@source", sighting.Source).Set("@most", MostPeople).Run();
        }

        if (sighting.Root is { } root) Remember(transaction, sighting, root);
    }

    /// <summary>Forgets all people of a source that is gone.</summary>
    public static void ForgetSource(WriteTransaction transaction, string source)
    {
        transaction.Prepared(DropPeopleOfSource).Set("@source", source).Run();
        transaction.Prepared(DropPullRequestsOfSource).Set("@source", source).Run();
    }

    /// <summary>Remembers whom a number stands for. Returns whether that was not known, or not for long.</summary>
    public static bool PutPersonOf(WriteTransaction transaction, string source, ForgeIdentity person, DateTimeOffset at)
    {
        var key = SqliteDirectoryStore.KeyOf(person.Login!);
        var isNews = transaction.Prepared(PutPerson).Set("@source", source).Set("@id", person.Id)
            .Set("@login", person.Login).Set("@login_key", key)
            .Set("@name", person.Name).Set("@is_bot", person.IsBot).Set("@at", at).Run() > 0;
        if (isNews)
        {
            transaction.Prepared(TakeLogin).Set("@source", source).Set("@login_key", key)
            .Set("@id", person.Id).Run();
        }

        return isNews;
    }

    static void Remember(WriteTransaction transaction, Sighting sighting, string root)
    {
        if (sighting.IsDeleted)
        {
            transaction.Prepared(Drop).Set("@source", sighting.Source).Set("@root", root).Run();
            return;
        }

        var before = transaction.Prepared(Find).Set("@source", sighting.Source).Set("@root", root)
            .ReadOne(row => row.Text(0));
        var memory = (before is null ? PullRequestMemory.Empty : PullRequestMemoryJson.Read(before)).With(sighting);
        transaction.Prepared(Put).Set("@source", sighting.Source).Set("@root", root).Set("@at", sighting.At)
            .Set("@memory", PullRequestMemoryJson.Write(memory)).Run();
        if (before is null)
        {
            transaction.Prepared(BoundPullRequests).Set("@source", sighting.Source)
            .Set("@most", MostPullRequests).Run();
        }
    }
}
