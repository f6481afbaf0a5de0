using System.Text;
using SQLitePCL;

namespace Postroom.Sqlite.Database;

/// <summary>A prepared statement: set the parameters by name, then <see cref="Run"/>, or read rows with <see cref="Step"/>.</summary>
/// <remarks>
/// A thin face over SQLite's own functions: on the one thread that writes ADO.NET costs 30 % more (docs/adr/0042).
/// </remarks>
sealed class Statement : IDisposable
{
    readonly Connection _connection;
    readonly sqlite3_stmt _statement;
    readonly Dictionary<string, int> _parameters = new(StringComparer.Ordinal);
    byte[] _scratch = new byte[512];

    public Statement(Connection connection, sqlite3_stmt statement)
    {
        (_connection, _statement) = (connection, statement);
        for (var index = raw.sqlite3_bind_parameter_count(statement); index > 0; index--)
            _parameters.Add(raw.sqlite3_bind_parameter_name(statement, index).utf8_to_string(), index);
    }

    public Statement Set(string parameter, long? value)
    {
        var index = _parameters[parameter];
        _connection.Check(value is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_int64(_statement, index, value.Value));
        return this;
    }

    public Statement Set(string parameter, DateTimeOffset? value) => Set(parameter, value?.ToUnixTimeMilliseconds());

    public Statement Set(string parameter, bool value) => Set(parameter, value ? 1L : 0L);

    public Statement Set(string parameter, string? value)
    {
        var index = _parameters[parameter];
        if (value is null)
        {
            _connection.Check(raw.sqlite3_bind_null(_statement, index));
            return this;
        }

        if (value.Length == 0)
        {
            // An empty span has no address, and SQLite takes a text without an address for null.
            _connection.Check(raw.sqlite3_bind_text(_statement, index, ""));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_scratch.Length < most) _scratch = new byte[most];
        var length = Encoding.UTF8.GetBytes(value, _scratch);
        _connection.Check(raw.sqlite3_bind_text(_statement, index, _scratch.AsSpan(0, length)));
        return this;
    }

    public Statement Set(string parameter, ReadOnlySpan<byte> value)
    {
        var index = _parameters[parameter];
        _connection.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_statement, index, 0)
            : raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>A UUID as its 16 bytes, most significant first, so that bytes sort as the UUIDs do.</summary>
    public Statement Set(string parameter, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Set(parameter, bytes);
    }

    /// <summary>Moves to the next row; false: there is none, and the statement is ready to be used again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        var fault = code == raw.SQLITE_DONE ? null : _connection.FaultOf(code);
        raw.sqlite3_reset(_statement);
        return fault is null ? false : throw fault;
    }

    /// <summary>Runs to the end and says how many rows were changed.</summary>
    public int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(_connection.Handle);
    }

    /// <summary>Reads the one row there may be; the default of the type when there is none.</summary>
    public T? ReadOne<T>(Func<Statement, T> read)
    {
        try
        {
            return Step() ? read(this) : default;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Reads all rows.</summary>
    public List<T> ReadAll<T>(Func<Statement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Step()) rows.Add(read(this));
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }

        return rows;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public bool Bool(int column) => Long(column) != 0;

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Long(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public Guid Uuid(int column) => new(Bytes(column), bigEndian: true);

    public void Dispose() => _statement.Dispose();
}
