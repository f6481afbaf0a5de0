using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Postroom.Sqlite.Database;

/// <summary>Finds the SQLite library: one beside the program, else the platform's own.</summary>
static class SqliteEngine
{
    /// <summary>3.37 brought STRICT tables, and 3.35 RETURNING.</summary>
    const int OldestVersion = 3_037_000;

    static readonly string[] Names =
        ["e_sqlite3", "libsqlite3.so.0", "libsqlite3.dylib", "/usr/lib/libsqlite3.dylib", "winsqlite3.dll"];

    static readonly Lazy<string?> Fault = new(Load);

    /// <summary>Loads the library once. Returns what is wrong with it, with the cure; null: it is fit.</summary>
    public static string? Check() => Fault.Value;

    static string? Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            return Judge(raw.sqlite3_libversion_number(), raw.sqlite3_libversion().utf8_to_string());
        }
        catch (DllNotFoundException)
        {
            return "No SQLite library was found on this machine. Install it (Debian and Ubuntu: apt install libsqlite3-0, "
                + "Fedora: dnf install sqlite-libs, Alpine: apk add sqlite-libs) and start again.";
        }
    }

    /// <summary>What is wrong with an engine of this version; null: nothing.</summary>
    internal static string? Judge(int version, string name) => version >= OldestVersion
        ? null
        : $"The SQLite library on this machine is version {name}, and Postroom needs 3.37 or newer. "
            + "Update it, or put a newer libe_sqlite3 beside the program, and start again.";

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3") return 0;
        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var library)) return library;
        }

        return 0;
    }
}
