using Postroom.Notifications.Digests;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Notifications;

/// <summary>Records what became of a digest in hand, within the caller's transaction.</summary>
static class DigestFinish
{
    const string Drop = "delete from digests where id = @id and sealed = 1";

    const string AddMail = "insert or ignore into digest_mails (person, at, digest) values (@person, @at, @digest)";

    const string AddNotice = """
        insert into notices (at, source, event_id, label, kind, login, person, reason)
        select @at, @source, @event_id, t.label, @kind, '', @person, @reason from threads t where t.n = @thread
        """;

    // An open digest of the same kind has begun meanwhile: it takes the items.
    const string Join = """
        insert or ignore into digest_items (digest, event, kind, reason)
        select o.id, i.event, i.kind, i.reason from digests s
          join digests o on o.person = s.person and o.thread = s.thread and o.is_immediate = s.is_immediate and o.sealed = 0
          join digest_items i on i.digest = s.id
         where s.id = @id and s.sealed = 1
        """;

    const string Wait = """
        update digests set next_at = max(next_at, @at), oldest_at = min(oldest_at, (select oldest_at from digests where id = @id))
         where sealed = 0 and (person, thread, is_immediate) = (select person, thread, is_immediate from digests where id = @id)
        """;

    const string Reopen = "update digests set sealed = 0, next_at = @at where id = @id and sealed = 1";

    public static void Run(WriteTransaction transaction, DigestOutcome outcome, DateTimeOffset now)
    {
        switch (outcome)
        {
            case DigestOutcome.Done done: End(transaction, done, now); break;
            case DigestOutcome.Later later: GiveBack(transaction, later); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    static void End(WriteTransaction transaction, DigestOutcome.Done done, DateTimeOffset now)
    {
        var digest = done.Digest;
        if (transaction.Prepared(Drop).Set("@id", digest.Id).Run() == 0) return;
        if (done.HasMail)
        {
            transaction.Prepared(AddMail).Set("@person", digest.Person.Id).Set("@at", now).Set(
                "@digest", digest.Id).Run();
        }
        foreach (var (item, reason) in done.NotSent)
        {
            transaction.Prepared(AddNotice).Set("@at", now).Set("@source", item.Event.Source).Set("@event_id", item.Event.EventId)
                .Set("@kind", (long)item.Kind).Set("@person", digest.Person.Id).Set("@reason", (long)reason).Set(
                    "@thread", digest.Thread).Run();
        }
    }

    // Nothing was accepted under its key, so it may grow again: after hours without a way out one mail tells it all.
    static void GiveBack(WriteTransaction transaction, DigestOutcome.Later later)
    {
        var id = later.Digest.Id;
        transaction.Prepared(Join).Set("@id", id).Run();
        var isJoined = transaction.Prepared(Wait).Set("@id", id).Set("@at", later.At).Run() > 0;
        if (isJoined) transaction.Prepared(Drop).Set("@id", id).Run();
        else transaction.Prepared(Reopen).Set("@id", id).Set("@at", later.At).Run();
    }
}
