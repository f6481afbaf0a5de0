using Postroom.Outbox;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>Account mail that an older Postroom stored in plain: what waits is sealed, what is done is wiped.</summary>
static class OldBodies
{
    /// <summary>The most messages in one transaction, so that accepting is not held up.</summary>
    public const int Most = 50;

    const long MostBytes = 4L * 1024 * 1024;

    // Index: messages_unsealed, which has nothing else.
    internal const string Find = """
        select n, id, size_bytes, parts, exists (select 1 from deliveries d where d.id between m.n << 16 and (m.n << 16) + 65535 and d.state in (0, 1))
          from messages m indexed by messages_unsealed
         where lane = 0 and seal = 0 and parts > 0 order by n limit @limit
        """;

    const string Update = "update messages set seal = @seal, parts = @parts where n = @n";

    /// <summary>Runs within the caller's transaction. Returns how many messages; 0: nothing is left, or there is no key.</summary>
    public static int Run(WriteTransaction transaction, BodySeal seal)
    {
        var found = transaction.Prepared(Find).Set("@limit", Most)
            .ReadAll(row => new OldBody(row.Long(0), new MessageId(row.Uuid(1)), row.Long(2), row.Int(3), row.Bool(4)));
        var (done, bytes) = (0, 0L);
        foreach (var body in found.TakeWhile(body => done == 0 || bytes + body.SizeBytes <= MostBytes))
        {
            if (!Settle(transaction, body, seal)) break;
            (done, bytes) = (done + 1, bytes + body.SizeBytes);
        }

        return done;
    }

    static bool Settle(WriteTransaction transaction, OldBody body, BodySeal seal)
    {
        byte[]? stored = [];
        if (body.Waits)
        {
            var plain = BodyRows.ReadParts(transaction.Connection, body.N, body.Parts);
            stored = seal.Seal(body.Id.ToString(), plain, [.. SecretLinks.In(plain).Distinct(StringComparer.Ordinal)]);
        }

        if (stored is null) return false;
        BodyRows.Drop(transaction, body.N);
        BodyRows.Insert(transaction, body.N, stored);
        transaction.Prepared(Update).Set("@n", body.N).Set("@seal", (long)BodyKeeping.SealedUntilDone).Set("@parts", BodyRows.PartsOf(stored.Length)).Run();
        return true;
    }

    sealed record OldBody(long N, MessageId Id, long SizeBytes, int Parts, bool Waits);
}
