using System.Runtime.CompilerServices;

namespace Postroom.MailServers;

/// <summary>Open conversations waiting for their next message, so that a burst signs in once and not for every mail.</summary>
public sealed class ConnectionPool : IAsyncDisposable
{
    /// <summary>How long a conversation waits before it is ended; many servers hang up after a little more.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(15);

    /// <summary>The most messages over one connection; servers count, and begin to refuse at 100 or so.</summary>
    public const int MaxMessages = 100;

    static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    readonly ConditionalWeakTable<MailServer, StrongBox<int>> _limits = [];
    readonly List<PooledConnection> _idle = [];
    readonly TimeProvider _time;
    readonly ITimer _sweep;
    bool _closed;

    /// <summary>An empty pool.</summary>
    public ConnectionPool(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(_ => EndStale(), null, SweepEvery, SweepEvery);
    }

    /// <summary>The freshest idle conversation with this server that still lives; null: there is none.</summary>
    internal PooledConnection? TakeIdle(MailServer server)
    {
        while (TakeLast(server) is { } connection)
        {
            if (connection.Connection.IsAlive) return connection;
            End(connection);
        }

        return null;
    }

    /// <summary>Keeps a conversation for the next message, or ends it when it has done its share.</summary>
    internal void Return(PooledConnection connection)
    {
        connection.IdleSince = _time.GetUtcNow();
        lock (_gate)
        {
            if (!_closed && connection.Messages < LimitOf(connection.Server))
            {
                _idle.Add(connection);
                return;
            }
        }

        End(connection);
    }

    /// <summary>Ends a conversation over which the server takes no further message, and remembers how many it takes.</summary>
    internal void EndSpent(PooledConnection connection)
    {
        _limits.AddOrUpdate(connection.Server, new StrongBox<int>(Math.Max(connection.Messages - 1, 1)));
        End(connection);
    }

    /// <summary>Ends every idle conversation.</summary>
    public async ValueTask DisposeAsync()
    {
        PooledConnection[] left;
        lock (_gate)
        {
            _closed = true;
            left = [.. _idle];
            _idle.Clear();
        }

        await _sweep.DisposeAsync();
        await Task.WhenAll(left.Select(connection => connection.EndAsync()));
    }

    int LimitOf(MailServer server) => _limits.TryGetValue(server, out var limit) ? limit.Value : MaxMessages;

    PooledConnection? TakeLast(MailServer server)
    {
        lock (_gate)
        {
            var at = _idle.FindLastIndex(connection => ReferenceEquals(connection.Server, server));
            if (at < 0) return null;
            var connection = _idle[at];
            _idle.RemoveAt(at);
            return connection;
        }
    }

    void EndStale()
    {
        var stale = new List<PooledConnection>();
        lock (_gate)
        {
            var before = _time.GetUtcNow() - IdleTime;
            stale.AddRange(_idle.Where(connection => connection.IdleSince <= before));
            _idle.RemoveAll(stale.Contains);
        }

        stale.ForEach(End);
    }

    // QUIT is a courtesy with its own short deadline; nobody waits for it, and it cannot fail: see PooledConnection.
    static void End(PooledConnection connection) => _ = connection.EndAsync();
}
