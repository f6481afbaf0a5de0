using Postroom.Notifications;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Notifications;

/// <summary>What happened and who is not told, on SQLite.</summary>
sealed class SqliteNoticeStore(SqliteDatabase database) : INoticeStore
{
    // Newest first along the primary key.
    internal const string List = """
        select n.n, n.at, n.source, n.event_id, n.label, n.kind, n.login, n.person, p.email, n.reason
          from notices n left join people p on p.id = n.person
         where (@before is null or n.n < @before) and (@reason is null or n.reason = @reason)
           and (@text is null or n.login like @text escape '\' or n.label like @text escape '\' or p.email like @text escape '\')
         order by n.n desc limit @limit
        """;

    // Indexes: notices_at, pull_request_events_received, digest_items_event, named_at. At most a thousand rows each, so that nobody is held up.
    internal const string PruneNotices = "delete from notices where n in (select n from notices where at < @before limit 1000)";

    internal const string PruneEvents = """
        delete from pull_request_events where n in (
            select e.n from pull_request_events e where e.received_at < @before
               and not exists (select 1 from digest_items i where i.event = e.n) limit 1000)
        """;

    internal const string PruneMails =
        "delete from digest_mails where digest in (select digest from digest_mails where at < @before limit 1000)";

    internal const string PruneNamed = "delete from named where (thread, text, login) in (select thread, text, login from named where at < @before limit 1000)";

    // Both from the primary key of their table and the unique key of threads.
    internal const string Named = "select login from named where thread = (select n from threads where source = @source and root = @root) and text = @text";

    // Index: pull_request_events_discussion.
    internal const string Answered = """
        select comment from pull_request_events
         where thread = (select n from threads where source = @source and root = @root) and discussion = @discussion order by n limit 1
        """;

    public Task<bool> RecordAsync(HandledEvent handled, CancellationToken cancellationToken) => WriteAsync(handled, cancellationToken);

    public Task<EarlierText> EarlierAsync(string source, string root, string text, string? discussion, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync(
            connection =>
            {
                var logins = connection.Prepared(Named).Set("@source", source).Set("@root", root).Set("@text", text).ReadAll(row => row.Text(0));
                var answered = discussion is null ? null
                    : connection.Prepared(Answered).Set("@source", source).Set("@root", root).Set("@discussion", discussion).ReadOne(row => row.TextOrNull(0));
                return new EarlierText(logins.Count == 0 ? null : logins.ToHashSet(StringComparer.OrdinalIgnoreCase), answered);
            },
            cancellationToken);

    public Task<IReadOnlyList<UnsentNotice>> ListAsync(
        string? text, NotSentReason? reason, long? before, int limit, CancellationToken cancellationToken) =>
        database.Readers.ReadAsync<IReadOnlyList<UnsentNotice>>(
            connection => connection.Prepared(List).Set("@text", text is null ? null : Like.Containing(text.Trim()))
                .Set("@reason", (long?)reason).Set("@before", before).Set("@limit", limit).ReadAll(Read),
            cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => new[] { PruneNotices, PruneEvents, PruneMails, PruneNamed }.Sum(sql => transaction.Prepared(sql).Set("@before", before).Run()),
        cancellationToken);

    // The text is made here, not on the writer's thread.
    async Task<bool> WriteAsync(HandledEvent handled, CancellationToken cancellationToken)
    {
        var json = PullRequestEventJson.Write(handled.Event);
        var item = new WriteItem<bool>(transaction => EventRecording.Run(transaction, handled, json), json.Length);
        await database.Writer.EnqueueAsync(item, cancellationToken);
        return await item.Done;
    }

    static UnsentNotice Read(Statement row) => new(
        row.Long(0), row.Time(1), row.Text(2), row.Text(3), row.Text(4), (NoticeKind)row.Int(5), row.Text(6),
        row.IsNull(7) ? null : row.Uuid(7), row.TextOrNull(8), (NotSentReason)row.Int(9));
}
