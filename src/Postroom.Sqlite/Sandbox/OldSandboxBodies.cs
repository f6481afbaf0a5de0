using Postroom.Outbox;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Sandbox;

/// <summary>Sandbox mail that an older Postroom stored in plain is sealed.</summary>
static class OldSandboxBodies
{
    // At most 1,000 rows are looked through, and a few at a time are enough not to hold up others.
    const string Find = "select id from sandbox_messages where seal = 0 order by id limit 10";

    const string Read = "select bytes from sandbox_bodies where id = @id";

    // The same length, so that it lies where it was.
    const string Overwrite = "update sandbox_bodies set bytes = zeroblob(length(bytes)) where id = @id";

    const string Drop = "delete from sandbox_bodies where id = @id";

    const string Mark = "update sandbox_messages set seal = 1 where id = @id";

    /// <summary>Runs within the caller's transaction. Returns how many messages; 0: nothing is left, or there is no key.</summary>
    public static int Run(WriteTransaction transaction, BodySeal seal)
    {
        var done = 0;
        foreach (var id in transaction.Prepared(Find).ReadAll(row => row.Long(0)))
        {
            var plain = transaction.Prepared(Read).Set("@id", id).ReadOne(row => row.Bytes(0).ToArray()) ?? [];
            if (seal.Seal(SqliteSandboxMailbox.BoundTo, plain, []) is not { } body) return done;
            transaction.Prepared(Overwrite).Set("@id", id).Run();
            transaction.Prepared(Drop).Set("@id", id).Run();
            transaction.Prepared(SqliteSandboxMailbox.InsertBody).Set("@id", id).Set("@bytes", body).Run();
            transaction.Prepared(Mark).Set("@id", id).Run();
            done++;
        }

        return done;
    }
}
