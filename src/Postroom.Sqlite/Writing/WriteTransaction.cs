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

    /// <summary>Undoes what a failed commit or change has left; SQLite may have done it already.</summary>
    public void Rollback()
    {
        Ledger.Forget();
        if (Connection.InTransaction) Prepared("rollback").Run();
    }
}
