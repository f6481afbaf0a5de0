using SQLitePCL;

namespace Postroom.Sqlite.Database;

/// <summary>One connection to the file, used by one thread at a time, with its prepared statements.</summary>
sealed class Connection : IDisposable
{
    readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    /// <summary>The engine is in a package and goes with the program: the system's own is never loaded.</summary>
    static Connection() => Batteries_V2.Init();

    Connection(sqlite3 handle) => Handle = handle;

    public sqlite3 Handle { get; }

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Whether the file, or the rights on it, forbid writing.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    /// <summary>Opens the file for reading and writing. Only with <paramref name="create"/> may it be new.</summary>
    public static Connection OpenToWrite(string path, bool create = false)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READWRITE | (create ? raw.SQLITE_OPEN_CREATE : 0));
        connection.Run("pragma busy_timeout = 5000");
        connection.Run("pragma foreign_keys = on");
        return connection;
    }

    /// <summary>Opens the file for reading alone.</summary>
    public static Connection OpenToRead(string path)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READONLY);
        connection.Run("pragma busy_timeout = 2000");
        connection.Run("pragma cache_size = -4000");
        return connection;
    }

    /// <summary>The prepared form of a constant text, made at its first use. Texts are told apart by reference.</summary>
    public Statement Prepared(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        var statement = Prepare(sql);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Runs one statement that is not worth keeping.</summary>
    public void Run(string sql)
    {
        using var statement = Prepare(sql);
        statement.Run();
    }

    /// <summary>Reads one number with one statement that is not worth keeping.</summary>
    public long ReadNumber(string sql)
    {
        using var statement = Prepare(sql);
        return statement.ReadOne(row => row.Long(0));
    }

    /// <summary>Runs every statement of a script.</summary>
    public void RunScript(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    /// <summary>Throws when SQLite says that something went wrong.</summary>
    public void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw FaultOf(code);
    }

    public SqliteFault FaultOf(int code)
    {
        var extended = raw.sqlite3_extended_errcode(Handle);
        return new SqliteFault((extended & 0xFF) == (code & 0xFF) ? extended : code, raw.sqlite3_errmsg(Handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        Handle.Dispose();
    }

    static Connection Open(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code == raw.SQLITE_OK) return new Connection(handle);
        var fault = new SqliteFault(code, raw.sqlite3_errstr(code).utf8_to_string());
        handle?.Dispose();
        throw fault;
    }

    Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var statement));
        return new Statement(this, statement);
    }
}
