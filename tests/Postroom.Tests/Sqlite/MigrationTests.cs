using Postroom.Sqlite;
using Postroom.Sqlite.Database;

namespace Postroom.Tests.Sqlite;

public sealed class MigrationTests : IDisposable
{
    static readonly Migration Next = new(Migrations.Known[^1].Number + 1, "9999_next.sql", "create table later (name text) strict; insert into later values ('x');");

    readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Migrations_are_numbered_from_1_and_no_number_is_given_twice()
    {
        var numbers = Migrations.Known.Select(migration => migration.Number).ToList();

        Assert.Equal(1, numbers[0]);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact]
    public async Task A_migration_that_comes_later_with_a_lower_number_is_applied()
    {
        var last = new Migration(Next.Number + 1, "9999_last.sql", "create table last (name text) strict;");
        await OpenAsync([.. Migrations.Known, last]);
        await OpenAsync([.. Migrations.Known, Next, last]);

        using var connection = Connection.OpenToRead(_folder.File);
        Assert.Equal(1, connection.ReadNumber("select count(*) from later"));
    }

    [Fact]
    public async Task A_pending_migration_is_applied_once()
    {
        await _folder.MakeAsync();
        await OpenAsync([.. Migrations.Known, Next]);
        await OpenAsync([.. Migrations.Known, Next]);

        using var connection = Connection.OpenToRead(_folder.File);
        Assert.Equal(1, connection.ReadNumber("select count(*) from later"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await OpenAsync([.. Migrations.Known, Next]);

        Assert.Equal(StoreRefusal.NewerSchema, Assert.IsType<StoreOpening.Refused>(_folder.Open()).Cause);
    }

    [Fact]
    public async Task A_migration_whose_text_changed_is_refused()
    {
        await _folder.MakeAsync();
        var changed = Migrations.Known[0] with { Sql = Migrations.Known[0].Sql + "\n-- changed" };

        var opening = _folder.Open(StoreUse.Serve, new SqliteOptions { Migrations = [changed, .. Migrations.Known.Skip(1)] });

        Assert.Equal(StoreRefusal.AlteredSchema, Assert.IsType<StoreOpening.Refused>(opening).Cause);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_everything_as_it_was()
    {
        await _folder.MakeAsync();
        var broken = Next with { Sql = "create table later (name text) strict; insert into nowhere values (1);" };

        var opening = _folder.Open(StoreUse.Serve, new SqliteOptions { Migrations = [.. Migrations.Known, broken] });

        Assert.IsType<StoreOpening.Refused>(opening);
        using var connection = Connection.OpenToRead(_folder.File);
        Assert.Equal(0, connection.ReadNumber("select count(*) from sqlite_schema where name = 'later'"));
    }

    [Fact]
    public async Task A_visitor_does_not_change_the_schema_under_a_server()
    {
        await using var served = _folder.OpenStore();

        var opening = _folder.Open(StoreUse.Visit, new SqliteOptions { Migrations = [.. Migrations.Known, Next] });

        Assert.Equal(StoreRefusal.InUse, Assert.IsType<StoreOpening.Refused>(opening).Cause);
    }

    async Task OpenAsync(IReadOnlyList<Migration> migrations)
    {
        await using var store = _folder.OpenStore(StoreUse.Serve, new SqliteOptions { Migrations = migrations });
    }
}
