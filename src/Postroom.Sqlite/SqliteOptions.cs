namespace Postroom.Sqlite;

/// <summary>How the store on SQLite behaves.</summary>
public sealed record SqliteOptions
{
    /// <summary>The free space, in bytes, below which nothing new is accepted, so that outcomes can still be recorded. The default value is 64 MiB; 0: none is kept.</summary>
    public long DiskReserveBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Asks for the free bytes on the disk of the data folder. The default asks the system.</summary>
    internal Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Whether other nodes share the file, as only tests do: nothing is locked, and leases of others hold until they run out.</summary>
    internal bool IsShared { get; init; }

    /// <summary>The changes of the schema.</summary>
    internal IReadOnlyList<Database.Migration> Migrations { get; init; } = Database.Migrations.Known;
}
