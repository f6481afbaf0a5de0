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
        var settled = await RepeatAsync(transaction => OldBodies.Run(transaction, seal), cancellationToken)
            + await RepeatAsync(transaction => OldSandboxBodies.Run(transaction, seal), cancellationToken);
        // Journal and file still have the pages of before until they are folded together.
        if (settled > 0) await database.FoldJournalAsync(cancellationToken);
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

    [LoggerMessage(5022, LogLevel.Error, "Messages of an older version lie in the database in plain and could not be encrypted; it is tried again at the next start.")]
    partial void NotSealed(Exception fault);
}
