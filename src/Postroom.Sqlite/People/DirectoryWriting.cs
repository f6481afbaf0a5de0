using Postroom.People;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.People;

/// <summary>Puts what is known of logins into the directory, within one transaction.</summary>
sealed class DirectoryWriting(WriteTransaction transaction, TimeProvider time)
{
    const string FindLink = """
        select p.id, p.email, p.name, p.language, p.time_zone, l.is_learnt from logins l join people p on p.id = l.person
         where l.source = @source and l.login_key = @login_key
        """;

    const string FindByEmail = """
        select p.id, p.email, p.name, p.language, p.time_zone from people p where p.email_key = @email_key
        """;

    // Whether nothing but learnt logins of this source lead to the person: then a new address is the same person's.
    const string IsOwnAlone = """
        select not exists (select 1 from logins where person = @person and (source <> @source or login_key <> @login_key or is_learnt < @is_learnt))
        """;

    const string Insert = """
        insert into people (id, email, email_key, name, language, time_zone) values (@id, @email, @email_key, @name, @language, @time_zone)
        """;

    const string Update = """
        update people set email = @email, email_key = @email_key, name = @name, language = @language, time_zone = @time_zone where id = @id
        """;

    const string Link = """
        insert into logins (source, login_key, login, person, is_learnt) values (@source, @login_key, @login, @person, @is_learnt)
            on conflict (source, login_key) do update set person = excluded.person, is_learnt = excluded.is_learnt
        """;

    /// <summary>Puts one entry. What was entered is never changed by what is learnt.</summary>
    public void Put(DirectoryEntry entry, bool isLearnt)
    {
        var link = transaction.Prepared(FindLink).Set("@source", entry.Source).Set("@login_key", SqliteDirectoryStore.KeyOf(entry.Login))
            .ReadOne(row => new LinkedPerson(SqliteDirectoryStore.Read(row), row.Bool(5)));
        var owner = entry.Email is null ? null : transaction.Prepared(FindByEmail)
            .Set("@email_key", SqliteDirectoryStore.KeyOf(entry.Email)).ReadOne(SqliteDirectoryStore.Read);

        if (isLearnt && link is null && entry.Email is null) return;
        if (isLearnt && link is { IsLearnt: false })
        {
            Save(Filled(link.Person, owner is null ? entry : entry with { Email = null }));
            return;
        }

        var person = PersonFor(entry, link?.Person, owner, isLearnt);
        Save(isLearnt ? Filled(person, entry) : Overwritten(person, entry));
        transaction.Prepared(Link).Set("@source", entry.Source).Set("@login_key", SqliteDirectoryStore.KeyOf(entry.Login))
            .Set("@login", entry.Login).Set("@person", person.Id).Set("@is_learnt", isLearnt).Run();
    }

    // The address decides who it is; without one the login does. A login whose address changed takes its person along
    // only when nothing else leads to that person.
    Person PersonFor(DirectoryEntry entry, Person? linked, Person? owner, bool isLearnt)
    {
        if (owner is not null) return owner;
        if (linked is null) return Added(entry);
        if (entry.Email is null || linked.Email is null) return linked with { Email = linked.Email ?? entry.Email };
        return IsAlone(entry, linked.Id, isLearnt) ? linked with { Email = entry.Email } : Added(entry);
    }

    bool IsAlone(DirectoryEntry entry, Guid person, bool isLearnt) => transaction.Prepared(IsOwnAlone).Set("@person", person)
        .Set("@source", entry.Source).Set("@login_key", SqliteDirectoryStore.KeyOf(entry.Login)).Set("@is_learnt", isLearnt)
        .ReadOne(row => row.Bool(0));

    Person Added(DirectoryEntry entry)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Email = entry.Email,
            Name = entry.Name,
            Language = entry.Language,
            TimeZone = entry.TimeZone,
        };
        Bind(transaction.Prepared(Insert), person).Run();
        return person;
    }

    void Save(Person person) => Bind(transaction.Prepared(Update), person).Run();

    static Person Filled(Person person, DirectoryEntry entry) => person with
    {
        Email = person.Email ?? entry.Email,
        Name = person.Name ?? entry.Name,
        Language = person.Language ?? entry.Language,
        TimeZone = person.TimeZone ?? entry.TimeZone,
    };

    static Person Overwritten(Person person, DirectoryEntry entry) => person with
    {
        Email = entry.Email ?? person.Email,
        Name = entry.Name ?? person.Name,
        Language = entry.Language ?? person.Language,
        TimeZone = entry.TimeZone ?? person.TimeZone,
    };

    static Statement Bind(Statement statement, Person person) => statement.Set("@id", person.Id).Set("@email", person.Email)
        .Set("@email_key", person.Email is null ? null : SqliteDirectoryStore.KeyOf(person.Email)).Set("@name", person.Name)
        .Set("@language", person.Language).Set("@time_zone", person.TimeZone);

    sealed record LinkedPerson(Person Person, bool IsLearnt);
}
