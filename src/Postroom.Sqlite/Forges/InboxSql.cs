using Postroom.Forges;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Forges;

/// <summary>The statements of the inbox.</summary>
static class InboxSql
{
    const string Columns =
        "id, source, event_id, forge, event_name, received_at, state, attempts, due_at, done_at, reason_code, reason_detail, kind, pull_request, title, actor";

    // One statement, so that of two nodes that get the same bytes one keeps them. Index: the unique key (source, event_id).
    public const string Insert = """
        insert into forge_inbox (source, event_id, forge, event_name, received_at, state, attempts, due_at, done_at,
                                 reason_code, reason_detail, kind, pull_request, title, actor, headers, body)
        select @source, @event_id, @forge, @event_name, @received_at, @state, 0, @due_at, @done_at,
               @code, @detail, @kind, @pull_request, @title, @actor, @headers, @body
         where @repeat_key is null
            or not exists (select 1 from forge_inbox where source = @source and event_id > @repeat_key and event_id < @repeat_key || '~' and received_at > @since)
        on conflict (source, event_id) do nothing
        """;

    // One statement, so no other node can claim the same row between our read and our write. The claim is a due time to
    // come: what a node that died held is due again by itself. Index: forge_inbox_due (due_at, id) where state = 0.
    // A claim ends with the event that passes 4 MiB, so that large ones are held one at a time.
    public const string Claim = """
        update forge_inbox set attempts = attempts + 1, due_at = @until
         where id in (select id
                        from (select id, sum(length(body)) over (order by due_at, id) - length(body) as bytes_before
                                from (select id, due_at, body from forge_inbox where state = 0 and due_at <= @now order by due_at, id limit @limit))
                       where bytes_before < 4194304)
        returning
        """ + " " + Columns + ", headers, body";

    // The number of the attempt tells a claim from a later one of the same row.
    public const string Finish = """
        update forge_inbox set state = @state, due_at = null, done_at = @now, reason_code = @code, reason_detail = @detail
         where id = @id and attempts = @attempts and state = 0
        """;

    public const string Defer = """
        update forge_inbox set due_at = @due_at, reason_code = @code, reason_detail = @detail
         where id = @id and attempts = @attempts and state = 0
        """;

    public const string Replay = """
        update forge_inbox set state = 0, attempts = 0, due_at = @now, done_at = null, reason_code = null, reason_detail = null
         where id = @id and state > 0 and length(body) > 0
        """;

    // Index: forge_inbox_settled (state, id) where state > 0.
    public const string ReplayFailed = """
        update forge_inbox set state = 0, attempts = 0, due_at = @now, done_at = null, reason_code = null, reason_detail = null
         where state > 0 and state = 3 and length(body) > 0
        """;

    public const string Forget = "delete from forge_inbox where state > 0 and state in (1, 2) and done_at < @before";

    public const string Find = "select " + Columns + ", headers, body from forge_inbox where id = @id";

    const string Where = """
         where id < @before
           and (@state is null or state = @state)
           and (@source is null or source = @source)
           and (@text is null or pull_request like @text escape '\' or title like @text escape '\' or actor like @text escape '\'
                or event_name like @text escape '\' or event_id like @text escape '\')
        """;

    const string Order = " order by id desc limit @limit";

    internal const string Any = "select " + Columns + " from forge_inbox" + Where + Order;

    internal const string Settled = "select " + Columns + " from forge_inbox indexed by forge_inbox_settled" + Where + " and state > 0 and state = @state" + Order;

    /// <summary>Few events fail: those are found by their index. Most rows match any other search, so the newest are walked.</summary>
    public static string SearchFor(InboxFilter filter) => filter.State == InboxState.Failed ? Settled : Any;

    public static InboxEvent ReadWhole(Statement row) => new(ReadItem(row), row.Text(16), row.Bytes(17).ToArray());

    public static InboxItem ReadItem(Statement row) => new()
    {
        Id = row.Long(0),
        Source = row.Text(1),
        EventId = row.Text(2),
        Forge = (ForgeKind?)row.LongOrNull(3),
        EventName = row.Text(4),
        ReceivedAt = row.Time(5),
        State = (InboxState)row.Int(6),
        Attempts = row.Int(7),
        DueAt = row.TimeOrNull(8),
        DoneAt = row.TimeOrNull(9),
        Reason = row.TextOrNull(10) is { } code ? new ForgeReason(code, row.TextOrNull(11)) : null,
        Subject = row.TextOrNull(12) is { } kind ? new InboxSubject(kind, row.Text(13), row.Text(14), row.Text(15)) : null,
    };
}
