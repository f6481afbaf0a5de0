namespace Postroom.Sqlite.Database;

/// <summary>The processes that lease, each by its number.</summary>
static class Nodes
{
    /// <summary>How long a node lives after each sign of life.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    const string Insert = "insert into nodes (expires_at) values (@expires_at) returning id";

    /// <summary>Takes a new number. A node that is alone, as its lock proves, strikes out the others, so that the next recovery takes back at once what they held.</summary>
    public static long Join(Connection connection, DateTimeOffset now, bool isAlone)
    {
        connection.Run("begin immediate");
        try
        {
            if (isAlone) connection.Run("delete from nodes");
            var node = connection.Prepared(Insert).Set("@expires_at", now + Lifetime).ReadOne(row => row.Long(0));
            connection.Run("commit");
            return node;
        }
        finally
        {
            if (connection.InTransaction) connection.Run("rollback");
        }
    }
}
