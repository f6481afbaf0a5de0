using Postroom.Notifications.Stories;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Notifications;

/// <summary>Records what became of a story in hand, within the caller's transaction.</summary>
static class StoryFinish
{
    const string Drop = "delete from stories where id = @id and sealed = 1";

    const string AddMail = "insert or ignore into story_mails (person, at, story) values (@person, @at, @story)";

    const string AddNotice = """
        insert into notices (at, source, event_id, label, kind, login, person, reason)
        select @at, @source, @event_id, t.label, @kind, '', @person, @reason from threads t where t.n = @thread
        """;

    // An open story of the same kind has begun meanwhile: it takes the items.
    const string Join = """
        insert or ignore into story_items (story, event, kind, reason)
        select o.id, i.event, i.kind, i.reason from stories s
          join stories o on o.person = s.person and o.thread = s.thread and o.is_immediate = s.is_immediate and o.sealed = 0
          join story_items i on i.story = s.id
         where s.id = @id and s.sealed = 1
        """;

    const string Wait = """
        update stories set next_at = max(next_at, @at), oldest_at = min(oldest_at, (select oldest_at from stories where id = @id))
         where sealed = 0 and (person, thread, is_immediate) = (select person, thread, is_immediate from stories where id = @id)
        """;

    const string Reopen = "update stories set sealed = 0, next_at = @at where id = @id and sealed = 1";

    public static void Run(WriteTransaction transaction, StoryOutcome outcome, DateTimeOffset now)
    {
        switch (outcome)
        {
            case StoryOutcome.Done done: End(transaction, done, now); break;
            case StoryOutcome.Later later: GiveBack(transaction, later); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    static void End(WriteTransaction transaction, StoryOutcome.Done done, DateTimeOffset now)
    {
        var story = done.Story;
        if (transaction.Prepared(Drop).Set("@id", story.Id).Run() == 0) return;
        if (done.HasMail) transaction.Prepared(AddMail).Set("@person", story.Person.Id).Set("@at", now).Set("@story", story.Id).Run();
        foreach (var (item, reason) in done.NotSent)
        {
            transaction.Prepared(AddNotice).Set("@at", now).Set("@source", item.Event.Source).Set("@event_id", item.Event.EventId)
                .Set("@kind", (long)item.Kind).Set("@person", story.Person.Id).Set("@reason", (long)reason).Set("@thread", story.Thread).Run();
        }
    }

    // Nothing was accepted under its key, so it may grow again: after hours without a way out one mail tells it all.
    static void GiveBack(WriteTransaction transaction, StoryOutcome.Later later)
    {
        var id = later.Story.Id;
        transaction.Prepared(Join).Set("@id", id).Run();
        var isJoined = transaction.Prepared(Wait).Set("@id", id).Set("@at", later.At).Run() > 0;
        if (isJoined) transaction.Prepared(Drop).Set("@id", id).Run();
        else transaction.Prepared(Reopen).Set("@id", id).Set("@at", later.At).Run();
    }
}
