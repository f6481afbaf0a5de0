using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postroom.Sqlite.Database;

/// <summary>One numbered change of the schema.</summary>
/// <param name="Number">From 1, rising; a number that was given and not used leaves a gap.</param>
/// <param name="Name">The name of its file.</param>
/// <param name="Sql">What it does.</param>
sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text, so that a changed file is noticed.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}

/// <summary>What comparing a database with the known migrations came to.</summary>
abstract record SchemaState
{
    private protected SchemaState() { }

    public sealed record Current : SchemaState;

    public sealed record Behind(IReadOnlyList<Migration> Pending) : SchemaState;

    public sealed record Newer(int Number) : SchemaState;

    public sealed record Altered(string Name) : SchemaState;
}

/// <summary>Brings the schema up to date, forward only.</summary>
static class Migrations
{
    const string Table = """
        create table if not exists migrations (
            number     integer not null primary key,
            name       text    not null,
            sha256     text    not null,
            applied_at integer not null
        ) strict
        """;

    const string Insert = "insert into migrations (number, name, sha256, applied_at) values (@number, @name, @sha256, @applied_at)";

    /// <summary>All that this program knows, in order.</summary>
    public static IReadOnlyList<Migration> Known { get; } = ReadKnown();

    /// <summary>Compares the database with what is known.</summary>
    public static SchemaState Compare(Connection connection, IReadOnlyList<Migration> known)
    {
        if (connection.ReadNumber("select count(*) from sqlite_schema where name = 'migrations'") == 0) return new SchemaState.Behind(known);
        var applied = connection.Prepared("select number, sha256, name from migrations order by number")
            .ReadAll(row => (Number: row.Int(0), Checksum: row.Text(1), Name: row.Text(2)));
        foreach (var (number, checksum, name) in applied)
        {
            if (known.FirstOrDefault(migration => migration.Number == number) is not { } same) return new SchemaState.Newer(number);
            if (same.Checksum != checksum) return new SchemaState.Altered(name);
        }

        var pending = known.ExceptBy(applied.Select(row => row.Number), migration => migration.Number).ToList();
        return pending.Count == 0 ? new SchemaState.Current() : new SchemaState.Behind(pending);
    }

    /// <summary>Applies what is pending in one transaction: all of it or nothing.</summary>
    public static SchemaState Apply(Connection connection, IReadOnlyList<Migration> known, TimeProvider time)
    {
        connection.Run("begin immediate");
        try
        {
            var state = Compare(connection, known);
            if (state is SchemaState.Behind behind)
            {
                connection.Run(Table);
                foreach (var migration in behind.Pending) Apply(connection, migration, time.GetUtcNow());
                state = new SchemaState.Current();
            }

            connection.Run("commit");
            return state;
        }
        finally
        {
            if (connection.InTransaction) connection.Run("rollback");
        }
    }

    static void Apply(Connection connection, Migration migration, DateTimeOffset now)
    {
        connection.RunScript(migration.Sql);
        connection.Prepared(Insert).Set("@number", migration.Number).Set("@name", migration.Name)
            .Set("@sha256", migration.Checksum).Set("@applied_at", now).Run();
    }

    static List<Migration> ReadKnown()
    {
        var assembly = typeof(Migrations).Assembly;
        var known = new List<Migration>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            known.Add(new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        return known;
    }
}
