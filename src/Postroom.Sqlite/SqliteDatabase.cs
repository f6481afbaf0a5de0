using Microsoft.Extensions.Logging;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Settings;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite;

/// <summary>
/// A data folder that is open: one writer, a few readers. Disposing of it writes what is queued, folds the journal into the
/// file and closes it.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable, IDisposable
{
    /// <summary>A larger file would hold up the writer for longer than it waits.</summary>
    const long LargestRewritten = 128L * 1024 * 1024;

    readonly FileStream? _lock;
    readonly string _path;

    internal SqliteDatabase(string folder, SqliteOptions options, TimeProvider time, OpenFile file)
    {
        (Folder, Time, Node, _lock, _path) = (folder, time, file.Node, file.Lock, file.Path);
        Disk = new DiskReserve(folder, options, time);
        Writer = new SqliteWriter(file.Writer);
        Readers = new Readers(file.Path);
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    internal TimeProvider Time { get; }

    /// <summary>The number of this node; null: a visitor, which leases nothing.</summary>
    internal long? Node { get; }

    internal DiskReserve Disk { get; }

    internal SqliteWriter Writer { get; }

    internal Readers Readers { get; }

    /// <summary>Opens the data folder, making it when it is new. Whatever stands in the way is left as it is.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="use">What it is wanted for.</param>
    /// <param name="options">How the store behaves; null: the defaults.</param>
    /// <param name="time">The clock; null: the system's.</param>
    public static StoreOpening Open(string folder, StoreUse use, SqliteOptions? options = null, TimeProvider? time = null) =>
        new DatabaseOpener(Path.GetFullPath(folder), use, options ?? new SqliteOptions(), time ?? TimeProvider.System).Open();

    /// <summary>The texts that hold secrets now, as they are stored: without the key ring nobody can read them.</summary>
    public Task<IReadOnlyList<string>> ReadProtectedAsync(CancellationToken cancellationToken) =>
        Readers.ReadAsync(ProtectedTexts.Read, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Readers.CloseAsync(); // Before the writer, whose connection folds the journal in when it is the last to close.
        await Writer.DisposeAsync();
        if (_lock is not null) await _lock.DisposeAsync();
    }

    /// <summary>
    /// Folds the journal into the file, so that neither keeps a page as it was before; a file that is not large is written anew
    /// before, so that its pages have no old rows in their gaps. Waits at most five seconds for others, and then leaves it.
    /// </summary>
    internal Task RewriteAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = Connection.OpenToWrite(_path);
            connection.Run("pragma temp_store = memory");
            if (new FileInfo(_path).Length <= LargestRewritten) connection.Run("vacuum");
            connection.ReadNumber("pragma wal_checkpoint(truncate)");
        },
        cancellationToken);

    /// <summary>Where the store tells of faults. It is open before there are logs.</summary>
    internal void LogTo(ILogger logger) => Writer.Logger = logger;
}
