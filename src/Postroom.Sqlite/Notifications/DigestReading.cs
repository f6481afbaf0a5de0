using Postroom.Notifications;
using Postroom.Notifications.Digests;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.People;

namespace Postroom.Sqlite.Notifications;

/// <summary>Reads digests in hand. An event that several of them tell is read once.</summary>
sealed class DigestReading(Connection connection)
{
    const string Person = "select p.id, p.email, p.name, p.language, p.time_zone from people p where p.id = @id";

    const string Thread = "select source, root, subject from threads where n = @n";

    // The primary key of digest_items; events in the order in which they came, each with a row for every reason on which it
    // is told. A digest has no end of items where nothing could be sent for days: the newest thousand tell it.
    const string Items = """
        select event, kind, reason from (select event, kind, reason from digest_items where digest = @digest order by event desc limit 1000) order by event
        """;

    const string Event = "select received_at, json from pull_request_events where n = @n";

    // Index: pull_request_events_comment.
    internal const string Parent = "select json from pull_request_events where thread = @thread and comment = @comment order by n desc limit 1";

    readonly Dictionary<long, KeptEvent> _events = [];
    readonly Dictionary<long, (string Source, string Root, string Subject)> _threads = [];

    /// <summary>The digest; null: its person is gone.</summary>
    public Digest? Read(ClaimedDigest claimed)
    {
        var person = connection.Prepared(Person).Set("@id", claimed.Person).ReadOne(SqliteDirectoryStore.Read);
        if (person is null) return null;
        var (source, root, subject) = ThreadOf(claimed.Thread);
        var items = connection.Prepared(Items).Set("@digest", claimed.Id)
            .ReadAll(row => (Event: row.Long(0), Kind: (NoticeKind)row.Int(1), Reason: (RecipientReason?)row.LongOrNull(2)));
        return new Digest
        {
            Id = claimed.Id,
            Person = person,
            Subscription = SqliteChoiceStore.SubscriptionOf(connection, person.Id, source, root),
            Thread = claimed.Thread,
            Root = root,
            Subject = subject,
            Items = [.. items.GroupBy(item => item.Event, item => (item.Kind, item.Reason)).Select(reasons => ItemOf(claimed.Thread, reasons.Key, reasons))],
        };
    }

    (string Source, string Root, string Subject) ThreadOf(long number)
    {
        if (_threads.TryGetValue(number, out var known)) return known;
        return _threads[number] = connection.Prepared(Thread).Set("@n", number).ReadOne(row => (row.Text(0), row.Text(1), row.Text(2)));
    }

    DigestItem ItemOf(long thread, long number, IEnumerable<(NoticeKind Kind, RecipientReason? Reason)> reasons)
    {
        var kept = EventOf(thread, number);
        var ranked = reasons.OrderBy(reason => NoticeKinds.RankOf(reason.Kind)).ToList();
        return new DigestItem(kept.Event, kept.ReceivedAt, ranked[0].Kind, ranked[0].Reason, kept.ParentText)
        {
            Further = [.. ranked.Skip(1).Where(reason => reason.Reason is not null).Select(reason => new NoticeReason(reason.Kind, reason.Reason!.Value))],
        };
    }

    KeptEvent EventOf(long thread, long number)
    {
        if (_events.TryGetValue(number, out var known)) return known;
        var (receivedAt, json) = connection.Prepared(Event).Set("@n", number).ReadOne(row => (row.Time(0), row.Text(1)));
        var e = PullRequestEventJson.Read(json!);
        var parent = e.Comment?.ParentId is not { } id ? null
            : connection.Prepared(Parent).Set("@thread", thread).Set("@comment", id).ReadOne(row => row.Text(0));
        return _events[number] = new KeptEvent(e, receivedAt, parent is null ? null : PullRequestEventJson.Read(parent).Comment?.Text);
    }

    sealed record KeptEvent(PullRequestEvent Event, DateTimeOffset ReceivedAt, string? ParentText);
}
