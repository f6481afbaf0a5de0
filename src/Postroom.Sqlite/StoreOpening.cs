namespace Postroom.Sqlite;

/// <summary>What opening a data folder came to.</summary>
public abstract record StoreOpening
{
    private protected StoreOpening() { }

    /// <summary>It is open.</summary>
    /// <param name="Database">The open database, to be disposed of at the end.</param>
    public sealed record Opened(SqliteDatabase Database) : StoreOpening;

    /// <summary>It was left exactly as it was.</summary>
    /// <param name="Cause">Which kind of obstacle.</param>
    /// <param name="File">The file or folder it is about.</param>
    /// <param name="Reason">What is wrong, in plain English.</param>
    /// <param name="Cure">What to do.</param>
    public sealed record Refused(StoreRefusal Cause, string File, string Reason, string Cure) : StoreOpening
    {
        /// <summary>File, reason and cure in one text for people.</summary>
        public string Message => $"{File}: {Reason} {Cure}";
    }
}

/// <summary>Why a data folder was not opened.</summary>
public enum StoreRefusal
{
    /// <summary>The folder or file cannot be made or written.</summary>
    Unwritable,

    /// <summary>The file is empty, cut off or otherwise no readable database.</summary>
    Damaged,

    /// <summary>It is a database of another program.</summary>
    NotOurs,

    /// <summary>A newer Postroom has changed the schema.</summary>
    NewerSchema,

    /// <summary>The schema was made by a migration that this Postroom has otherwise.</summary>
    AlteredSchema,

    /// <summary>Another process has it.</summary>
    InUse,
}

/// <summary>What a process wants with the data folder.</summary>
public enum StoreUse
{
    /// <summary>Serve it: one process at a time, which sends what is accepted.</summary>
    Serve,

    /// <summary>Read and write beside a process that may be serving, such as the command line does. What is accepted waits.</summary>
    Visit,
}
