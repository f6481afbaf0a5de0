using System.Buffers.Binary;
using Postroom.Settings;
using SQLitePCL;

namespace Postroom.Sqlite.Database;

/// <summary>The file, open, with what goes with it.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Writer">The one connection that writes.</param>
/// <param name="Node">The number of this node; null: a visitor.</param>
/// <param name="Lock">Held while serving; null: not serving.</param>
sealed record OpenFile(string Path, Connection Writer, long? Node, FileStream? Lock);

/// <summary>
/// Opens a data folder step by step. A file that is there is never replaced: a new one is made under another name and
/// renamed when it is whole, so that an empty file can only be damage.
/// </summary>
sealed class DatabaseOpener(string folder, StoreUse use, SqliteOptions options, TimeProvider time)
{
    /// <summary>"Post" in the header (https://www.sqlite.org/fileformat2.html#application_id).</summary>
    public const int ApplicationId = 0x506F_7374;

    /// <summary>After an unclean end a file up to this size is checked; a larger one would hold up the start.</summary>
    const long LargestChecked = 32L * 1024 * 1024;

    readonly string _path = Path.Combine(folder, "postroom.db");

    public StoreOpening Open()
    {
        FileStream? serving = null;
        Connection? connection = null;
        StoreOpening? opening = null;
        try
        {
            PrivateFiles.CreateFolder(folder);
            serving = Serves ? ServeLock.TryTake(LockPath) : null;
            if (Serves && serving is null) return InUse();
            opening = CheckFile() ?? Create() ?? Connect(out connection);
            return opening ?? (opening = Finish(connection!, serving));
        }
        catch (SqliteFault fault)
        {
            return Explain(fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unwritable(fault.Message);
        }
        finally
        {
            if (opening is not StoreOpening.Opened)
            {
                connection?.Dispose();
                serving?.Dispose();
            }
        }
    }

    bool Serves => use == StoreUse.Serve && !options.IsShared;

    string LockPath => Path.Combine(folder, "postroom.lock");

    StoreOpening.Refused? CheckFile()
    {
        var journal = new FileInfo(_path + "-wal");
        if (Directory.Exists(_path)) return Damaged("A folder stands where the database should be.");
        if (!File.Exists(_path))
            return journal is { Exists: true, Length: > 0 } ? Damaged("It is missing, and its journal postroom.db-wal is still there.") : null;

        Span<byte> header = stackalloc byte[100];
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0) return Damaged("It is empty.");
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith("SQLite format 3\0"u8))
            return Damaged("It is not a database, or its beginning was overwritten.");
        return BinaryPrimitives.ReadInt32BigEndian(header[68..]) == ApplicationId
            ? null
            : Refuse(StoreRefusal.NotOurs, "It is a database of another program.", "Choose another data folder, or move that file away.");
    }

    /// <summary>Makes the file when there is none.</summary>
    StoreOpening.Refused? Create()
    {
        if (File.Exists(_path)) return null;
        using var making = ServeLock.TryTake(Path.Combine(folder, "postroom.new.lock"));
        if (making is null) return InUse();
        if (File.Exists(_path)) return null;
        var unfinished = _path + ".new";
        foreach (var left in new[] { unfinished, unfinished + "-journal", unfinished + "-wal", unfinished + "-shm" }) File.Delete(left);
        // Mail is private: SQLite gives its journals the mode of the file, so the file has it before SQLite comes.
        using (PrivateFiles.OpenOrCreate(unfinished, FileShare.None)) { }
        using (var connection = Connection.OpenToWrite(unfinished, create: true))
        {
            connection.Run("pragma page_size = 16384");
            connection.Run(FormattableString.Invariant($"pragma application_id = {ApplicationId}"));
            Migrations.Apply(connection, options.Migrations, time);
            connection.Run("pragma journal_mode = wal");
        }

        File.Move(unfinished, _path);
        return null;
    }

    StoreOpening.Refused? Connect(out Connection connection)
    {
        if (Serves) PrivateFiles.Tighten(folder); // Before the journals come into being, which take the mode of the file.
        var wasClean = new FileInfo(_path + "-wal") is not { Exists: true, Length: > 0 };
        connection = Connection.OpenToWrite(_path);
        if (connection.IsReadOnly) return Unwritable("It may only be read.");
        connection.Run("pragma journal_mode = wal");
        connection.Run("pragma synchronous = full"); // 'normal' loses acknowledged mail in a power cut.
        connection.Run("pragma wal_autocheckpoint = 2000");
        connection.Run("pragma journal_size_limit = 67108864");
        connection.Run("pragma cache_size = -32000");
        connection.Run("pragma temp_store = memory");
        if (wasClean || !Serves || new FileInfo(_path).Length > LargestChecked) return Migrate(connection);
        var finding = connection.Prepared("pragma quick_check(1)").ReadOne(row => row.Text(0));
        return finding == "ok" ? Migrate(connection) : Damaged($"It is damaged ({finding}).");
    }

    StoreOpening.Refused? Migrate(Connection connection)
    {
        var state = Migrations.Compare(connection, options.Migrations);
        if (state is SchemaState.Behind && use == StoreUse.Visit)
        {
            using var quiet = ServeLock.TryTake(LockPath);
            if (quiet is null) return Refuse(StoreRefusal.InUse, "An older Postroom is serving it.", "Restart the server with this version first.");
        }

        if (state is SchemaState.Behind) state = Migrations.Apply(connection, options.Migrations, time);
        return state switch
        {
            SchemaState.Newer newer => Refuse(StoreRefusal.NewerSchema,
                FormattableString.Invariant($"A newer Postroom has changed it (schema {newer.Number}, this one knows {options.Migrations.Count})."),
                "Start that version, or restore the backup made before the update."),
            SchemaState.Altered altered => Refuse(StoreRefusal.AlteredSchema,
                $"It was set up by another text of {altered.Name} than this Postroom has.", "Start the version that made it."),
            _ => null,
        };
    }

    StoreOpening.Opened Finish(Connection connection, FileStream? serving)
    {
        long? node = use == StoreUse.Visit ? null : Nodes.Join(connection, time.GetUtcNow(), isAlone: Serves);
        return new StoreOpening.Opened(new SqliteDatabase(folder, options, time, new OpenFile(_path, connection, node, serving)));
    }

    StoreOpening.Refused Explain(SqliteFault fault) => fault.Code switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged($"It is damaged ({fault.Message})."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => InUse(),
        _ => Unwritable(fault.Message),
    };

    StoreOpening.Refused InUse() => Refuse(StoreRefusal.InUse, "Another Postroom is using this data folder.",
        "Stop it first, or choose another folder with --data.");

    StoreOpening.Refused Damaged(string reason) => Refuse(StoreRefusal.Damaged, reason,
        "Nothing was changed. Restore a backup, or move the file away to begin with an empty database.");

    StoreOpening.Refused Unwritable(string reason) => Refuse(StoreRefusal.Unwritable, $"It cannot be written. {reason}",
        "Check that the folder can be made and written by the user Postroom runs as, and that the disk has room.");

    StoreOpening.Refused Refuse(StoreRefusal cause, string reason, string cure) => new(cause, _path, reason, cure);
}
