using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Writing;

/// <summary>
/// The one thread that writes. It takes all that waits, commits it with one sync and answers: the more callers, the fewer
/// syncs for each. There is no timer, so a lone change never waits.
/// </summary>
sealed partial class SqliteWriter : IAsyncDisposable
{
    /// <summary>The most changes in one transaction.</summary>
    public const int MaxItems = 400;

    /// <summary>The most bytes in one transaction, but for a single larger change: 4 MiB.</summary>
    public const long MaxBytes = 4L * 1024 * 1024;

    readonly Channel<WriteItem> _queue = Channel.CreateBounded<WriteItem>(
        new BoundedChannelOptions(4 * MaxItems) { SingleReader = true });

    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<WriteItem> _batch = new(MaxItems);
    readonly Connection _connection;
    readonly WriteTransaction _transaction;
    ILogger _logger = NullLogger.Instance;
    bool _failing;
    long _commits;

    public SqliteWriter(Connection connection)
    {
        (_connection, _transaction) = (connection, new WriteTransaction(connection));
        new Thread(Loop) { Name = "Postroom writer", IsBackground = true }.Start();
    }

    public ILogger Logger { set => Volatile.Write(ref _logger, value); }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>How many changes wait to be taken by the writer.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Makes a change and waits until it is on disk.</summary>
    /// <param name="work">The change; it may be run more than once, and touches nothing but the transaction.</param>
    /// <param name="cancellationToken">Ends the wait for a place in the queue. From then on the answer is awaited, as the change may be made.</param>
    /// <exception cref="StoreUnavailableException">Nothing was changed: the disk is full or failing, or the store is closed.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteTransaction, T> work, CancellationToken cancellationToken)
    {
        var item = new WriteItem<T>(work);
        await EnqueueAsync(item, cancellationToken);
        return await item.Done;
    }

    /// <summary>Queues a change, waiting while the queue is full.</summary>
    public async ValueTask EnqueueAsync(WriteItem item, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException("Postroom is stopping.", closed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    void Loop()
    {
        try
        {
            while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                Gather();
                if (_batch.Count > 0) Execute();
            }

            _connection.Dispose();
            _ended.SetResult();
        }
#pragma warning disable CA1031 // Nobody stands above this thread: who waits for its end is told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Broken(_logger, fault);
            Abandon(fault);
        }
    }

    void Abandon(Exception fault)
    {
        _queue.Writer.TryComplete(fault);
        var reason = new StoreUnavailableException("The writer of the store has stopped. Restart Postroom.", fault);
        foreach (var item in _batch) item.Failed(reason);
        while (_queue.Reader.TryRead(out var item)) item.Failed(reason);
        _ended.SetException(fault);
    }

    void Gather()
    {
        _batch.Clear();
        var bytes = 0L;
        while (_batch.Count < MaxItems && bytes < MaxBytes && _queue.Reader.TryRead(out var item))
        {
            _batch.Add(item);
            bytes += item.SizeBytes;
        }
    }

    void Execute()
    {
        var fault = Commit(() => RunAll(_batch));
        if (fault is null)
        {
            Done(_batch);
        }
        else if (_batch.Count == 1 || fault is SqliteFault { IsEnvironment: true, IsFull: false })
        {
            foreach (var item in _batch) Fail(item, fault);
        }
        else
        {
            Separately();
        }
    }

    // One of them is at fault: each has a savepoint, and all others still share one sync. Only here, as savepoints cost time.
    void Separately()
    {
        var faults = new Exception?[_batch.Count];
        var fault = Commit(() =>
        {
            for (var i = 0; i < faults.Length; i++) faults[i] = _transaction.Try(_batch[i].Run);
        });
        if (fault is not null)
        {
            OneByOne();
            return;
        }

        Done([.. _batch.Where((_, i) => faults[i] is null)]);
        for (var i = 0; i < faults.Length; i++)
        {
            if (faults[i] is { } own) Fail(_batch[i], own);
        }
    }

    // There is no room for all of them, and SQLite undid the whole: what has room is stored.
    void OneByOne()
    {
        foreach (var item in _batch)
        {
            if (Commit(() => item.Run(_transaction)) is { } own) Fail(item, own);
            else Done([item]);
        }
    }

    void RunAll(List<WriteItem> items)
    {
        foreach (var item in items) item.Run(_transaction);
    }

    /// <summary>Commits what a change does, or nothing of it. Returns what stood in the way; null: nothing.</summary>
    Exception? Commit(Action change)
    {
        try
        {
            _transaction.Begin();
            change();
            _transaction.Commit();
            Volatile.Write(ref _commits, _commits + 1);
            return null;
        }
#pragma warning disable CA1031 // The fault of one change must not end the thread that serves all: it is handed to its caller.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Undo();
            return fault;
        }
    }

    void Done(List<WriteItem> items)
    {
        foreach (var item in items) item.Committed();
        if (_failing && items.Count > 0) Recovered(_logger);
        _failing &= items.Count == 0;
    }

    void Undo()
    {
        try
        {
            _transaction.Rollback();
        }
        catch (SqliteFault fault)
        {
            StillOpen(_logger, fault); // The next change begins by trying again.
        }
    }

    void Fail(WriteItem item, Exception fault)
    {
        if (fault is SqliteFault { IsEnvironment: true } environment)
        {
            if (!_failing) Unavailable(_logger, environment.Reason, environment);
            _failing = true;
            fault = environment.ToUnavailable();
        }

        item.Failed(fault);
    }

    [LoggerMessage(5001, LogLevel.Error, "The store cannot be written: {Reason}")]
    static partial void Unavailable(ILogger logger, string reason, Exception fault);

    [LoggerMessage(5002, LogLevel.Information, "The store can be written again.")]
    static partial void Recovered(ILogger logger);

    [LoggerMessage(5004, LogLevel.Warning,
        "A failed transaction could not be rolled back yet; the next change tries again.")]
    static partial void StillOpen(ILogger logger, Exception fault);

    [LoggerMessage(5003, LogLevel.Critical, "The writer of the store has stopped. Restart Postroom and report this.")]
    static partial void Broken(ILogger logger, Exception fault);
}
