using Postroom.Sqlite.Database;
using Postroom.Sqlite.Outbox;

namespace Postroom.Sqlite.Writing;

/// <summary>What a change has in its hands: the connection within an open transaction, and the ledger of that transaction.</summary>
sealed class WriteTransaction(Connection connection)
{
    public Connection Connection { get; } = connection;

    public LedgerCounters Ledger { get; } = new(connection);

    public Statement Prepared(string sql) => Connection.Prepared(sql);

    public void Begin()
    {
        Rollback(); // Only when the last one could not be.
        Prepared("begin immediate").Run();
    }

    public void Commit()
    {
        Ledger.Write();
        Prepared("commit").Run();
    }

    /// <summary>Makes one change of several; when it fails, only what it did is undone.</summary>
    /// <returns>What stood in the way; null: nothing.</returns>
    /// <exception cref="SqliteFault">SQLite has rolled back the whole transaction, as it does when the disk is full.</exception>
    public Exception? Try(Action<WriteTransaction> change)
    {
        Prepared("savepoint one").Run();
        try
        {
            change(this);
            Ledger.Write();
            Prepared("release one").Run();
            return null;
        }
#pragma warning disable CA1031 // The fault of one change must not undo the others: it is handed to its caller.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Ledger.Forget();
            Prepared("rollback to one").Run();
            Prepared("release one").Run();
            return fault;
        }
    }

    /// <summary>Undoes what a failed commit or change has left; SQLite may have done it already.</summary>
    public void Rollback()
    {
        Ledger.Forget();
        if (Connection.InTransaction) Prepared("rollback").Run();
    }
}
