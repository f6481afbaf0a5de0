using Postroom.Outbox;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>
/// Takes due deliveries in hand. Each lane may take seven eighths of what is left when it is its turn, so that lower lanes
/// always get a share; what they leave goes to the most urgent again. A lease too small to be shared starts from the lowest
/// lane one time in eight.
/// </summary>
sealed class Leasing(long node)
{
    /// <summary>One in so many is kept for the lanes below.</summary>
    const int Share = 8;

    static readonly int[] UrgentFirst = [.. Enum.GetValues<Lane>().Order().Select(lane => (int)lane)];
    static readonly int[] UrgentLast = [.. UrgentFirst.Reverse()];

    // One statement, so no other node can lease the same row between our read and our write. One lane at a time, so that
    // the search starts at its oldest due row and a backlog that is due later costs nothing.
    // Index: deliveries_waiting (lane, due_at) where state = 0.
    internal const string Take = """
        update deliveries set state = 1, node = @node, attempts = attempts + 1
         where id in (select id from deliveries where state = 0 and lane = @lane and due_at <= @now order by due_at, id limit @limit)
        returning id, recipient, attempts, due_at
        """;

    internal const string ReadMessage = """
        select id, app, lane, sender, size_bytes, is_8bit, needs_smtputf8, created_at, expires_at, kind, trace_context
          from messages where n = @n
        """;

    int _small;

    /// <summary>Runs within the caller's transaction.</summary>
    public List<LeasedMessage> Run(WriteTransaction transaction, DateTimeOffset now, int limit)
    {
        var taken = new List<Taken>();
        var lanes = limit < Share && ++_small % Share == 0 ? UrgentLast : UrgentFirst;
        foreach (var lane in lanes)
        {
            var left = limit - taken.Count;
            TakeFrom(transaction, lane, now, lane == lanes[^1] ? left : left - (left / Share), taken);
        }

        foreach (var lane in lanes) TakeFrom(transaction, lane, now, limit - taken.Count, taken);
        return [.. taken.OrderBy(row => row.Lane).ThenBy(row => row.DueAt).ThenBy(row => row.Delivery.Id)
            .GroupBy(row => Keys.MessageOf(row.Delivery.Id)).Select(rows => Read(transaction, rows.Key, [.. rows.Select(row => row.Delivery)]))];
    }

    void TakeFrom(WriteTransaction transaction, int lane, DateTimeOffset now, int limit, List<Taken> taken)
    {
        if (limit == 0) return;
        taken.AddRange(transaction.Prepared(Take).Set("@node", node).Set("@lane", lane).Set("@now", now).Set("@limit", limit)
            .ReadAll(row => new Taken(lane, row.Long(3), new LeasedDelivery(row.Long(0), row.Text(1), row.Int(2)))));
    }

    static LeasedMessage Read(WriteTransaction transaction, long n, LeasedDelivery[] deliveries) =>
        transaction.Prepared(ReadMessage).Set("@n", n).ReadOne(row => new LeasedMessage
        {
            Id = new MessageId(row.Uuid(0)),
            App = row.Text(1),
            Lane = (Lane)row.Int(2),
            EnvelopeSender = row.Text(3),
            SizeBytes = row.Long(4),
            Is8Bit = row.Bool(5),
            NeedsSmtpUtf8 = row.Bool(6),
            CreatedAt = row.Time(7),
            ExpiresAt = row.Time(8),
            Kind = row.TextOrNull(9),
            TraceContext = row.TextOrNull(10),
            Deliveries = deliveries,
        }) ?? throw new InvalidOperationException(FormattableString.Invariant($"Message number {n} has deliveries and no row."));

    readonly record struct Taken(int Lane, long DueAt, LeasedDelivery Delivery);
}
