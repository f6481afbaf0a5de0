using System.Collections.Concurrent;

namespace Postroom.Sqlite.Database;

/// <summary>A few connections that only read. They see the last commit and never hold up the writer.</summary>
sealed class Readers(string path) : IDisposable
{
    const int Most = 4;

    readonly SemaphoreSlim _free = new(Most);
    readonly ConcurrentBag<Connection> _idle = [];

    /// <summary>Reads within one snapshot. It runs on the caller's thread, as SQLite knows no asynchronous reading.</summary>
    public async Task<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        Connection? connection = null;
        try
        {
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

    public void Dispose()
    {
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _free.Dispose();
    }

    void GiveBack(Connection? connection)
    {
        if (connection is null) return;
        if (connection.InTransaction) connection.Dispose();
        else _idle.Add(connection);
    }
}
