using Postroom.Forges;
using Postroom.Forges.Memory;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Forges;

/// <summary>The inbox of events on SQLite.</summary>
sealed class SqliteEventInbox(SqliteDatabase database) : IEventInbox
{
    public async Task<bool> AddAsync(NewInboxEvent added, CancellationToken cancellationToken)
    {
        var item = new WriteItem<(bool IsNew, string? Obstacle)>(
            transaction => database.Disk.Obstacle(added.Body.Length) is { } obstacle ? (false, obstacle) : (AddTo(transaction, added), null),
            added.Body.Length);
        await database.Writer.EnqueueAsync(item, cancellationToken);
        var (isNew, full) = await item.Done;
        return full is null ? isNew : throw new StoreUnavailableException(full);
    }

    public async Task<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = database.Time.GetUtcNow();
        var claimed = await database.Writer.WriteAsync(
            transaction => transaction.Prepared(InboxSql.Claim).Set("@now", now).Set("@until", now + lease).Set("@limit", limit).ReadAll(InboxSql.ReadWhole),
            cancellationToken);
        return [.. claimed.OrderBy(found => found.Item.Id)];
    }

    public Task<bool> FinishAsync(InboxItem item, InboxState state, ForgeReason? reason, Sighting? sighting, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(
            transaction => Finish(transaction, item, state, reason) && Remember(transaction, sighting),
            cancellationToken);
    public Task<bool> DeferAsync(InboxItem item, DateTimeOffset dueAt, ForgeReason reason, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(
            transaction => transaction.Prepared(InboxSql.Defer).Set("@id", item.Id).Set("@attempts", item.Attempts).Set("@due_at", dueAt)
                .Set("@code", reason.Code).Set("@detail", reason.Detail).Run() == 1,
            cancellationToken);

    public async Task<IReadOnlyList<InboxItem>> SearchAsync(InboxFilter filter, int limit, CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(
            connection => connection.Prepared(InboxSql.SearchFor(filter))
                .Set("@before", filter.BeforeId ?? long.MaxValue).Set("@state", (long?)filter.State).Set("@source", filter.Source)
                .Set("@text", string.IsNullOrWhiteSpace(filter.Text) ? null : Like.Containing(filter.Text.Trim())).Set("@limit", limit)
                .ReadAll(InboxSql.ReadItem),
            cancellationToken);

    public Task<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(InboxSql.Find).Set("@id", id).ReadOne(InboxSql.ReadWhole), cancellationToken);

    public Task<bool> ReplayAsync(long id, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(InboxSql.Replay).Set("@id", id).Set("@now", database.Time.GetUtcNow()).Run() == 1, cancellationToken);

    public Task<int> ReplayFailedAsync(CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(InboxSql.ReplayFailed).Set("@now", database.Time.GetUtcNow()).Run(), cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(InboxSql.Forget).Set("@before", before).Run(), cancellationToken);

    bool Finish(WriteTransaction transaction, InboxItem item, InboxState state, ForgeReason? reason) =>
        transaction.Prepared(InboxSql.Finish).Set("@id", item.Id).Set("@attempts", item.Attempts).Set("@state", (long)state)
            .Set("@now", database.Time.GetUtcNow()).Set("@code", reason?.Code).Set("@detail", reason?.Detail).Run() == 1;

    static bool AddTo(WriteTransaction transaction, NewInboxEvent added) => Insert(transaction, added) && Remember(transaction, added.Sighting);

    static bool Remember(WriteTransaction transaction, Sighting? sighting)
    {
        MemoryWriting.Run(transaction, sighting);
        return true;
    }

    static bool Insert(WriteTransaction transaction, NewInboxEvent added) => transaction.Prepared(InboxSql.Insert)
        .Set("@source", added.Source).Set("@event_id", added.EventId).Set("@forge", (long?)added.Forge).Set("@event_name", added.EventName)
        .Set("@repeat_key", added.RepeatKey).Set("@since", added.ReceivedAt - IEventInbox.RepeatWindow)
        .Set("@received_at", added.ReceivedAt).Set("@state", (long)added.State)
        .Set("@due_at", added.State == InboxState.Received ? added.ReceivedAt : (DateTimeOffset?)null)
        .Set("@done_at", added.State == InboxState.Received ? (DateTimeOffset?)null : added.ReceivedAt)
        .Set("@code", added.Reason?.Code).Set("@detail", added.Reason?.Detail)
        .Set("@kind", added.Subject?.Kind).Set("@pull_request", added.Subject?.PullRequest).Set("@title", added.Subject?.Title)
        .Set("@actor", added.Subject?.Actor).Set("@headers", added.Headers).Set("@body", added.Body.Span).Run() == 1;
}
