using Postroom.Outbox;
using Postroom.Sandbox;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Sandbox;

/// <summary>The built-in mailbox on SQLite. Every message is sealed: what arrives here may open somebody's account.</summary>
sealed class SqliteSandboxMailbox(SqliteDatabase database, BodySeal seal) : ISandboxMailbox
{
    const int MostMessages = 1_000;

    const long MostBytes = 256L * 1024 * 1024;

    const string Insert = """
        insert into sandbox_messages (received_at, sender, recipients, from_header, subject, size_bytes, seal)
        values (@received_at, @sender, @recipients, @from_header, @subject, @size_bytes, @seal)
        returning id
        """;

    internal const string InsertBody = "insert into sandbox_bodies (id, bytes) values (@id, @bytes)";

    // The newest id that is too old to stay: beyond the count, or beyond the bytes counted from the newest. At most 1,001 rows.
    const string FindSurplus = """
        select max(id) from (
            select id, row_number() over newest as place, sum(size_bytes) over newest as bytes from sandbox_messages
            window newest as (order by id desc))
         where place > @messages or bytes > @bytes
        """;

    const string DropBodies = "delete from sandbox_bodies where id <= @id";

    const string Drop = "delete from sandbox_messages where id <= @id";

    // A header may have 256 KiB; a line of the list needs no more than is seen of it.
    const string List = """
        select id, received_at, substr(from_header, 1, 300), recipients, substr(subject, 1, 300), size_bytes from sandbox_messages
         where (@before is null or id < @before)
           and (@text is null or from_header like @text escape '\' or sender like @text escape '\' or recipients like @text escape '\'
                or subject like @text escape '\')
         order by id desc limit @limit
        """;

    const string Find = """
        select m.received_at, m.sender, m.recipients, b.bytes, m.from_header, m.subject, m.seal
          from sandbox_messages m join sandbox_bodies b on b.id = m.id where m.id = @id
        """;

    /// <summary>What the bodies are sealed for.</summary>
    internal const string BoundTo = "sandbox";

    public async Task<bool> AddAsync(SandboxMessage message, CancellationToken cancellationToken)
    {
        if (seal.Seal(BoundTo, message.Bytes.Span, message.Secrets) is not { } body) return false;
        var item = new WriteItem<bool>(
            transaction => database.Disk.Obstacle(message.Bytes.Length) is null && Add(transaction, message, body),
            message.Bytes.Length);
        try
        {
            await database.Writer.EnqueueAsync(item, cancellationToken);
            return await item.Done;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<SandboxSummary>> ListAsync(string? text, long? beforeId, int limit, CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(
            connection => connection.Prepared(List).Set("@before", beforeId).Set("@text", text is null ? null : Like.Containing(text.Trim()))
                .Set("@limit", limit).ReadAll(row => new SandboxSummary(
                    row.Long(0), row.Time(1), row.Text(2), row.Text(3).Split('\n'), row.Text(4), row.Long(5))),
            cancellationToken);

    public Task<StoredSandboxMessage?> FindAsync(long id, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Find).Set("@id", id).ReadOne(row => Stored(id, row)), cancellationToken);

    public Task<int> ClearAsync(CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => DropUpTo(transaction, long.MaxValue), cancellationToken);

    StoredSandboxMessage Stored(long id, Statement row)
    {
        var (keeping, bytes) = ((BodyKeeping)row.Int(6), row.Bytes(3).ToArray());
        var opened = keeping == BodyKeeping.Plain ? new OpenedBody(bytes, []) : seal.Open(BoundTo, bytes);
        var message = new SandboxMessage(row.Time(0), row.Text(1), row.Text(2).Split('\n'), opened?.Bytes ?? default, row.Text(4), row.Text(5))
        {
            IsAccountMail = keeping == BodyKeeping.SealedUntilDone,
            Secrets = opened?.Secrets ?? [],
        };
        return new StoredSandboxMessage(id, message) { IsUnreadable = opened is null };
    }

    static bool Add(WriteTransaction transaction, SandboxMessage message, byte[] body)
    {
        var id = transaction.Prepared(Insert).Set("@received_at", message.ReceivedAt).Set("@sender", message.EnvelopeSender)
            .Set("@recipients", string.Join('\n', message.Recipients)).Set("@from_header", message.From).Set("@subject", message.Subject)
            .Set("@size_bytes", message.Bytes.Length)
            .Set("@seal", (long)(message.IsAccountMail ? BodyKeeping.SealedUntilDone : BodyKeeping.Sealed)).ReadOne(row => row.Long(0));
        transaction.Prepared(InsertBody).Set("@id", id).Set("@bytes", body).Run();
        var surplus = transaction.Prepared(FindSurplus).Set("@messages", MostMessages).Set("@bytes", MostBytes).ReadOne(row => row.LongOrNull(0));
        if (surplus is not null) DropUpTo(transaction, surplus.Value);
        return true;
    }

    static int DropUpTo(WriteTransaction transaction, long id)
    {
        transaction.Prepared(DropBodies).Set("@id", id).Run();
        return transaction.Prepared(Drop).Set("@id", id).Run();
    }
}
