using System.Collections.Concurrent;

namespace Postroom.Sqlite.Database;

/// <summary>A few connections that only read. They see the last commit and never hold up the writer.</summary>
#pragma warning disable CA1001 // The semaphore has no handle to free, and a late reader must still be told that it is too late.
sealed class Readers(string path)
#pragma warning restore CA1001
{
    const int Most = 4;

    readonly SemaphoreSlim _free = new(Most);
    readonly ConcurrentBag<Connection> _idle = [];
    volatile bool _closed;

    /// <summary>Reads within one snapshot. It runs on the caller's thread, as SQLite knows no asynchronous reading.</summary>
    public async Task<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        Connection? connection = null;
        try
        {
            if (_closed) throw new StoreUnavailableException("Postroom is stopping.");
            connection = _idle.TryTake(out var idle) ? idle : Connection.OpenToRead(path);
            connection.Prepared("begin").Run();
            var result = read(connection);
            connection.Prepared("commit").Run();
            return result;
        }
        catch (SqliteFault fault) when (fault.IsEnvironment)
        {
            throw fault.ToUnavailable();
        }
        finally
        {
            GiveBack(connection);
            _free.Release();
        }
    }

    /// <summary>Closes the connections once the reads under way have ended; every later read is refused.</summary>
    public async Task CloseAsync()
    {
        _closed = true;
        for (var taken = 0; taken < Most; taken++) await _free.WaitAsync();
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _free.Release(Most);
    }

    void GiveBack(Connection? connection)
    {
        if (connection is null) return;
        if (connection.InTransaction) connection.Dispose(); // A read that failed: what it left is not worth keeping.
        else _idle.Add(connection);
    }
}
