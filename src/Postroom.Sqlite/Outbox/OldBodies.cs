using Postroom.Outbox;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>
/// Account mail that an older Postroom stored in plain: what is done is wiped, what waits is sealed. A body is first overwritten
/// where it lies: SQLite moves rows when others are deleted or grow, and would leave a copy behind.
/// </summary>
static class OldBodies
{
    /// <summary>The most messages in one transaction, so that accepting is not held up.</summary>
    public const int Most = 50;

    const long MostBytes = 4L * 1024 * 1024;

    // Index: messages_unsealed, which has nothing else.
    const string Select = """
        select n, id, size_bytes, parts from messages m indexed by messages_unsealed
         where lane = 0 and seal = 0 and parts > 0
           and exists (select 1 from deliveries d where d.id between m.n << 16 and (m.n << 16) + 65535 and d.state in (0, 1)) = @waits
         order by n limit @limit
        """;

    // The same length, so that the row stays where it is.
    const string Overwrite = "update bodies set bytes = zeroblob(length(bytes)) where id between @first and @last";

    const string Mark = "update messages set seal = 2, parts = @parts where n = @n";

    /// <summary>Overwrites some that are done. Their rows are left for <see cref="BodyRows.Drop"/>. Returns their numbers; none: all are done.</summary>
    public static IReadOnlyList<long> WipeDone(WriteTransaction transaction)
    {
        var done = Find(transaction, waits: false);
        foreach (var body in done)
        {
            Erase(transaction, body);
            transaction.Prepared(Mark).Set("@n", body.N).Set("@parts", 0).Run();
        }

        return [.. done.Select(body => body.N)];
    }

    /// <summary>Seals some that wait. Returns how many; 0: nothing is left, or there is no key.</summary>
    public static int SealWaiting(WriteTransaction transaction, BodySeal seal)
    {
        var sealedBodies = new List<(OldBody Body, byte[] Sealed)>();
        foreach (var body in Find(transaction, waits: true))
        {
            var plain = BodyRows.ReadParts(transaction.Connection, body.N, body.Parts);
            if (seal.Seal(body.Id.ToString(), plain, [.. SecretLinks.In(plain).Distinct(StringComparer.Ordinal)]) is not { } stored) break;
            sealedBodies.Add((body, stored));
        }

        foreach (var (body, _) in sealedBodies) Erase(transaction, body);
        foreach (var (body, stored) in sealedBodies)
        {
            BodyRows.Drop(transaction, body.N);
            BodyRows.Insert(transaction, body.N, stored);
            transaction.Prepared(Mark).Set("@n", body.N).Set("@parts", BodyRows.PartsOf(stored.Length)).Run();
        }

        return sealedBodies.Count;
    }

    static List<OldBody> Find(WriteTransaction transaction, bool waits)
    {
        var found = transaction.Prepared(Select).Set("@waits", waits).Set("@limit", Most)
            .ReadAll(row => new OldBody(row.Long(0), new MessageId(row.Uuid(1)), row.Long(2), row.Int(3)));
        var bytes = 0L;
        return [.. found.TakeWhile(body => (bytes += body.SizeBytes) <= MostBytes || bytes == body.SizeBytes)];
    }

    static void Erase(WriteTransaction transaction, OldBody body) => transaction.Prepared(Overwrite)
        .Set("@first", Keys.Part(body.N, 0)).Set("@last", Keys.Part(body.N, Keys.MostParts - 1)).Run();

    sealed record OldBody(long N, MessageId Id, long SizeBytes, int Parts);
}
