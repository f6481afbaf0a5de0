using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.People;

/// <summary>Makes one person of two.</summary>
static class PersonMerge
{
    const string Both = "select count(*) from people where id in (@keep, @drop)";

    // The address of the second is set free before the first may have it.
    const string Free = "update people set email_key = null where id = @drop";

    const string Fill = """
        update people set (email, name, language, time_zone) =
               (select coalesce(people.email, d.email), coalesce(people.name, d.name), coalesce(people.language, d.language),
                       coalesce(people.time_zone, d.time_zone) from people d where d.id = @drop),
               email_key = coalesce(people.email_key, @email_key)
         where id = @keep
        """;

    const string KeyOfDropped = "select email_key from people where id = @drop";

    const string Logins = "update logins set person = @keep where person = @drop";

    const string Preferences = "update or ignore preferences set person = @keep where person = @drop";

    const string Unsubscribed = "update or ignore unsubscribed set person = @keep where person = @drop";

    const string Watchers = "update or ignore watchers set person = @keep where person = @drop";

    // An open digest of the same pull request stands in the way of another: that one goes with the dropped person, its items move.
    const string Items = """
        insert or ignore into digest_items (digest, event, kind, reason)
        select k.id, i.event, i.kind, i.reason from digest_items i join digests d on d.id = i.digest
          join digests k on k.person = @keep and k.thread = d.thread and k.is_immediate = d.is_immediate and k.sealed = 0
         where d.person = @drop and d.sealed = 0
        """;

    const string Digests = "update or ignore digests set person = @keep where person = @drop";

    const string Drop = "delete from people where id = @drop";

    public static bool Run(WriteTransaction transaction, Guid keep, Guid drop)
    {
        if (keep == drop) return false;
        if (transaction.Prepared(Both).Set("@keep", keep).Set("@drop", drop).ReadOne(row => row.Long(0)) != 2) return false;
        var key = transaction.Prepared(KeyOfDropped).Set("@drop", drop).ReadOne(row => row.TextOrNull(0));
        transaction.Prepared(Free).Set("@drop", drop).Run();
        transaction.Prepared(Fill).Set("@keep", keep).Set("@drop", drop).Set("@email_key", key).Run();
        foreach (var sql in new[] { Logins, Preferences, Unsubscribed, Watchers, Items, Digests })
            transaction.Prepared(sql).Set("@keep", keep).Set("@drop", drop).Run();
        transaction.Prepared(Drop).Set("@drop", drop).Run();
        return true;
    }
}
