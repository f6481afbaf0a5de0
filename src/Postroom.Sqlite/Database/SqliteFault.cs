using SQLitePCL;

namespace Postroom.Sqlite.Database;

/// <summary>SQLite refused a statement. <see cref="IsEnvironment"/> tells the world's fault from ours.</summary>
sealed class SqliteFault(int extendedCode, string words)
    : Exception(FormattableString.Invariant($"SQLite error {extendedCode}: {words}"))
{
    /// <summary>The primary result code (https://www.sqlite.org/rescode.html).</summary>
    public int Code { get; } = extendedCode & 0xFF;

    /// <summary>Whether the disk has no room left.</summary>
    public bool IsFull => Code == raw.SQLITE_FULL;

    /// <summary>Whether disk, file system, memory or another process is at fault, so that it may heal.</summary>
    public bool IsEnvironment => Code is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN
        or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_PERM or raw.SQLITE_AUTH
        or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_PROTOCOL or raw.SQLITE_NOLFS;

    /// <summary>Why, in plain English, with the cure.</summary>
    public string Reason => Code switch
    {
        raw.SQLITE_FULL => "The disk of the data folder is full. Free some space; Postroom goes on by itself.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another program holds the database. End it, or wait until it is done.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_CANTOPEN =>
            "The database cannot be written. Check the rights on the data folder and that it is not mounted read-only.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The database is damaged. Stop Postroom and restore a backup.",
        raw.SQLITE_NOMEM => "The machine is out of memory.",
        _ => $"The disk of the data folder failed ({Message}). Check it.",
    };

    /// <summary>The fault as callers outside see it.</summary>
    public StoreUnavailableException ToUnavailable() => new(Reason, this);
}
