using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postroom.Outbox;
using Postroom.Sqlite.Outbox;
using Postroom.Sqlite.Sandbox;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite;

/// <summary>
/// After each start: account mail and sandbox mail that an older Postroom stored in plain is sealed, and wiped where it is done.
/// A few messages at a time, so that nothing else waits.
/// </summary>
sealed partial class OldMailSealing(SqliteDatabase database, BodySeal seal, ILogger<OldMailSealing> logger) : BackgroundService
{
    /// <summary>Seals and wipes all there is. Returns how many messages.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = await WipeDoneAsync(cancellationToken);
        var settled = done.Count
            + await RepeatAsync(transaction => OldBodies.SealWaiting(transaction, seal), cancellationToken)
            + await RepeatAsync(transaction => OldSandboxBodies.Run(transaction, seal), cancellationToken);
        foreach (var numbers in done.Chunk(OldBodies.Most)) await DropAsync(numbers, cancellationToken);
        if (settled > 0) await database.RewriteAsync(cancellationToken);
        return settled;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start of the others does not wait for it
        try
        {
            var settled = await RunAsync(stoppingToken);
            if (settled > 0) Sealed(settled);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It goes on at the next start.
        }
#pragma warning disable CA1031 // Mail goes out all the same, and the next start tries again: it is said.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            NotSealed(fault);
        }
    }

    async Task<List<long>> WipeDoneAsync(CancellationToken cancellationToken)
    {
        var done = new List<long>();
        IReadOnlyList<long> wiped;
        do
        {
            wiped = await database.Writer.WriteAsync(OldBodies.WipeDone, cancellationToken);
            done.AddRange(wiped);
        }
        while (wiped.Count > 0);
        return done;
    }

    Task<int> DropAsync(long[] numbers, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            foreach (var n in numbers) BodyRows.Drop(transaction, n);
            return numbers.Length;
        },
        cancellationToken);

    async Task<int> RepeatAsync(Func<WriteTransaction, int> portion, CancellationToken cancellationToken)
    {
        int settled, all = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            settled = await database.Writer.WriteAsync(portion, cancellationToken);
            all += settled;
        }
        while (settled > 0);
        return all;
    }

    [LoggerMessage(5021, LogLevel.Information, "{Messages} messages of an older version were encrypted or, where they are done, wiped.")]
    partial void Sealed(int messages);

    [LoggerMessage(5022, LogLevel.Error,
        "Messages of an older version are unencrypted in the database and could not be encrypted; the next start " +
        "tries again.")]
    partial void NotSealed(Exception fault);
}
