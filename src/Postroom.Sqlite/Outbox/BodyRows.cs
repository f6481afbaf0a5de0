using Postroom.Outbox;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>The bodies of messages, in parts: stored, read, and wiped when account mail is done.</summary>
static class BodyRows
{
    internal const string InsertPart = "insert into bodies (id, bytes) values (@id, @bytes)";

    const string Find = "select n, size_bytes, parts, seal from messages where id = @id";

    const string ReadPart = "select bytes from bodies where id = @id";

    // One statement, so no node can lease or revive a delivery between the look and the wipe. Index: both primary keys.
    const string MarkWiped = """
        update messages set parts = 0
         where n = @n and lane = 0 and parts > 0
           and not exists (select 1 from deliveries where id between @first and @last and state in (0, 1))
        """;

    const string Delete = "delete from bodies where id between @first and @last";

    /// <summary>How many parts a body of this size has.</summary>
    public static int PartsOf(int sizeBytes) => (sizeBytes + Keys.PartBytes - 1) / Keys.PartBytes;

    /// <summary>Stores a body as it is given.</summary>
    public static void Insert(WriteTransaction transaction, long n, ReadOnlySpan<byte> body)
    {
        for (var part = 0; !body.IsEmpty; part++)
        {
            var bytes = body[..Math.Min(body.Length, Keys.PartBytes)];
            transaction.Prepared(InsertPart).Set("@id", Keys.Part(n, part)).Set("@bytes", bytes).Run();
            body = body[bytes.Length..];
        }
    }

    /// <summary>Reads a body, and decrypts it where it is sealed.</summary>
    public static BodyReading Read(Connection connection, MessageId id, BodySeal seal)
    {
        var (n, size, parts, keeping) = connection.Prepared(Find).Set("@id", id.Value)
            .ReadOne(row => (row.Long(0), row.Int(1), row.Int(2), (BodyKeeping)row.Int(3)));
        if (n == 0) return new BodyReading.Unknown();
        if (parts == 0) return new BodyReading.Wiped();
        var stored = ReadParts(connection, n, parts);
        if (keeping != BodyKeeping.Plain)
        {
            return seal.Open(id.ToString(), stored) is { } opened
                ? new BodyReading.Kept(opened.Bytes, opened.Secrets, keeping)
                : new BodyReading.Unreadable(BodySeal.KeyLost);
        }

        // Zeros in place of a lost part would be sent as if they were the message.
        return stored.Length == size
            ? new BodyReading.Kept(stored, [], keeping)
            : throw new StoreUnavailableException($"The body of message {id} is incomplete in the database: it is damaged. Restore a backup.");
    }

    /// <summary>Reads the parts of a body as they are stored.</summary>
    public static byte[] ReadParts(Connection connection, long n, int parts)
    {
        using var stored = new MemoryStream();
        for (var part = 0; part < parts; part++)
        {
            connection.Prepared(ReadPart).Set("@id", Keys.Part(n, part)).ReadOne(row =>
            {
                stored.Write(row.Bytes(0));
                return true;
            });
        }

        return stored.ToArray();
    }

    /// <summary>Wipes the body of account mail of which no delivery waits or is in hand any more.</summary>
    public static void WipeWhenDone(WriteTransaction transaction, long n)
    {
        var marked = transaction.Prepared(MarkWiped).Set("@n", n)
            .Set("@first", Keys.Delivery(n, 0)).Set("@last", Keys.Delivery(n, Keys.MostRecipients - 1)).Run();
        if (marked > 0) Drop(transaction, n);
    }

    /// <summary>Deletes the parts of a body, overwritten with zeros so that no page of the file keeps them.</summary>
    public static void Drop(WriteTransaction transaction, long n)
    {
        transaction.Prepared("pragma secure_delete = on").Run();
        transaction.Prepared(Delete).Set("@first", Keys.Part(n, 0)).Set("@last", Keys.Part(n, Keys.MostParts - 1)).Run();
        transaction.Prepared("pragma secure_delete = off").Run();
    }
}
