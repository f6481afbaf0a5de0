using Postroom.Notifications;
using Postroom.Sqlite.People;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Notifications;

/// <summary>Keeps an event with its digests and its notices not sent, within the caller's transaction.</summary>
static class EventRecording
{
    const string InsertThread = """
        insert into threads (source, root, label, subject, project, repository, number)
        values (@source, @root, @label, @subject, @project, @repository, @number)
            on conflict (source, root) do update
               set label = excluded.label, project = excluded.project, repository = excluded.repository, number = excluded.number
        returning n
        """;

    // A repeat changes nothing and gives no row.
    const string InsertEvent = """
        insert into pull_request_events (source, event_id, received_at, thread, comment, discussion, json)
        values (@source, @event_id, @received_at, @thread, @comment, @discussion, @json)
            on conflict (source, event_id) do nothing
        returning n
        """;

    const string WasKept = "select exists (select 1 from pull_request_events where source = @source and event_id = @event_id)";

    // One statement, so that of two nodes that add to the same digest one opens it and the other adds. Index: digests_open.
    internal const string AddToDigest = """
        insert into digests (person, thread, is_immediate, oldest_at, next_at) values (@person, @thread, @is_immediate, @now, @due_at)
            on conflict (person, thread, is_immediate) where sealed = 0 do update
               set next_at = case when is_immediate then next_at else min(@due_at, oldest_at + @longest_ms) end
        returning id
        """;

    const string AddItem =
        "insert or ignore into digest_items (digest, event, kind, reason) values (@digest, @event, @kind, @reason)";

    // A correction belongs to whoever will read the comment, told of the change itself or not. Index: digests_thread.
    internal const string AddCorrection = """
        insert or ignore into digest_items (digest, event, kind, reason)
        select s.id, @event, @kind, null from digests s
         where s.thread = @thread and s.sealed = 0 and not exists (select 1 from digest_items i where i.digest = s.id and i.event = @event)
        """;

    const string AddNamed = """
        insert into named (thread, text, login, at) values (@thread, @text, @login, @at)
            on conflict (thread, text, login) do update set at = excluded.at
        """;

    const string AddNotice = """
        insert into notices (at, source, event_id, label, kind, login, person, reason)
        values (@at, @source, @event_id, @label, @kind, @login, @person, @reason)
        """;

    public static bool Run(WriteTransaction transaction, HandledEvent handled, string json)
    {
        var e = handled.Event;
        var isRepeat = transaction.Prepared(WasKept).Set("@source", e.Source).Set("@event_id", e.EventId).ReadOne(row => row.Bool(0));
        if (isRepeat) return false;
        var thread = transaction.Prepared(InsertThread).Set("@source", e.Source).Set("@root", handled.Names.Root)
            .Set("@label", handled.Names.Label).Set("@subject", handled.Names.Subject)
            .Set("@project", e.PullRequest.Project).Set("@repository", e.PullRequest.Repository).Set("@number", e.PullRequest.Number).ReadOne(row => row.Long(0));
        var number = transaction.Prepared(InsertEvent).Set("@source", e.Source).Set("@event_id", e.EventId)
            .Set("@received_at", handled.ReceivedAt).Set("@thread", thread).Set("@comment", e.Comment?.Id)
            .Set("@discussion", e.Comment?.Discussion).Set("@json", json).ReadOne(row => row.Long(0));
        foreach (var recipient in handled.Recipients)
        {
            if (recipient.NotSent is { } reason) Refuse(transaction, handled, recipient, reason);
            else Tell(transaction, handled, recipient, thread, number);
        }

        if (EventText.Of(e) is { } text) Name(transaction, text, thread, handled.ReceivedAt);
        if (handled.IsCorrection)
            transaction.Prepared(AddCorrection).Set("@event", number).Set("@thread", thread).Set("@kind", (long)e.Kind).Run();
        return true;
    }

    static void Tell(WriteTransaction transaction, HandledEvent handled, Recipient recipient, long thread, long number)
    {
        var settings = handled.Settings;
        var now = handled.ReceivedAt;
        var digest = transaction.Prepared(AddToDigest).Set("@person", recipient.Person!.Id).Set("@thread", thread)
            .Set("@is_immediate", recipient.IsImmediate).Set("@now", now)
            .Set("@due_at", recipient.IsImmediate ? now : settings.DueAt(now, now)).Set("@longest_ms", (long)settings.Longest.TotalMilliseconds)
            .ReadOne(row => row.Long(0));
        foreach (var reason in recipient.Reasons)
        {
            transaction.Prepared(AddItem).Set("@digest", digest).Set("@event", number).Set("@kind", (long)reason.Kind)
                .Set("@reason", (long)reason.Reason).Run();
        }
    }

    // The empty login says that the text was seen, also where it names nobody.
    static void Name(WriteTransaction transaction, EventText text, long thread, DateTimeOffset at)
    {
        foreach (var login in text.Names.Select(SqliteDirectoryStore.KeyOf).Prepend(""))
            transaction.Prepared(AddNamed).Set("@thread", thread).Set("@text", text.Key).Set("@login", login).Set("@at", at).Run();
    }

    static void Refuse(WriteTransaction transaction, HandledEvent handled, Recipient recipient, NotSentReason reason)
    {
        var notice = transaction.Prepared(AddNotice).Set("@at", handled.ReceivedAt).Set("@source", handled.Event.Source)
            .Set("@event_id", handled.Event.EventId).Set("@label", handled.Names.Label).Set("@kind", (long)recipient.Kind)
            .Set("@login", recipient.Login).Set("@reason", (long)reason);
        notice = recipient.Person is { } person ? notice.Set("@person", person.Id) : notice.Set("@person", (string?)null);
        notice.Run();
    }
}
