using Postroom.Sqlite;
using Postroom.Tests.Contracts;
using Postroom.Tests.Support;

namespace Postroom.Tests.Sqlite;

/// <summary>A folder of a test's own, removed at its end.</summary>
public sealed class DataFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "postroom-tests-" + System.IO.Path.GetRandomFileName());

    public string File => System.IO.Path.Combine(Path, "postroom.db");

    public FakeTime Time { get; init; } = new();

    /// <summary>Opens it as the program does.</summary>
    public StoreOpening Open(StoreUse use = StoreUse.Serve, SqliteOptions? options = null) => SqliteDatabase.Open(Path, use, options, Time);

    /// <summary>Opens it with all its stores.</summary>
    public SqliteTestStore OpenStore(StoreUse use = StoreUse.Serve, SqliteOptions? options = null) =>
        new(Path, Time, options ?? new SqliteOptions(), use);

    /// <summary>Makes the database and closes it again.</summary>
    public async Task MakeAsync()
    {
        await using var store = OpenStore();
    }

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        else System.IO.File.Delete(Path);
    }
}
