using System.Runtime.Versioning;
using Postroom.Accepting;
using Postroom.Settings;
using Postroom.Sqlite;
using Postroom.Sqlite.Database;

namespace Postroom.Tests.Sqlite;

public sealed class DatabaseOpeningTests : IDisposable
{
    readonly DataFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_folder_is_made_and_keeps_what_is_put_in()
    {
        var entry = new AuditEntry(_folder.Time.GetUtcNow(), "ann@example.org", "key.created", "wiki", null);
        await using (var store = _folder.OpenStore()) await store.Audit.AddAsync(entry, Token);

        await using var again = _folder.OpenStore();

        Assert.Equal([entry], await again.Audit.ListAsync(10, Token));
    }

    [Fact]
    public async Task Closing_leaves_the_one_file_and_no_journal()
    {
        await using (var store = _folder.OpenStore()) await store.AcceptAsync(store.Message());

        Assert.Equal(["postroom.db", "postroom.lock", "postroom.new.lock"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_may_look_into_a_folder_that_was_made()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");

        await _folder.MakeAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllBytes(_folder.File, []);

        Assert.Equal((StoreRefusal.Damaged, "It is empty."), (Refusal().Cause, Refusal().Reason));
    }

    [Fact]
    public void Garbage_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File, string.Join('\n', Enumerable.Repeat("This is no database.", 500)));
        var before = File.ReadAllBytes(_folder.File);

        Assert.Equal(StoreRefusal.Damaged, Refusal().Cause);
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused()
    {
        await _folder.MakeAsync();
        await using (var file = File.OpenWrite(_folder.File)) file.SetLength(file.Length / 2);

        Assert.Equal(StoreRefusal.Damaged, Refusal().Cause);
    }

    [Fact]
    public async Task A_file_overwritten_in_the_middle_is_refused_after_an_unclean_end()
    {
        await using (var store = _folder.OpenStore()) await store.AcceptAsync(store.Message());
        await using (var file = File.OpenWrite(_folder.File))
        {
            file.Position = 16_384;
            file.Write(new byte[(int)file.Length - 16_384]);
        }

        await File.WriteAllBytesAsync(_folder.File + "-wal", new byte[32], Token);

        Assert.Equal(StoreRefusal.Damaged, Refusal().Cause);
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Directory.CreateDirectory(_folder.Path);
        using (var other = Connection.OpenToWrite(_folder.File, create: true)) other.Run("create table songs (name text)");

        Assert.Equal(StoreRefusal.NotOurs, Refusal().Cause);
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(_folder.File);

        Assert.Equal(StoreRefusal.Damaged, Refusal().Cause);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_told()
    {
        File.WriteAllText(_folder.Path, "");

        Assert.Equal(StoreRefusal.Unwritable, Refusal().Cause);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");

        Assert.Equal(StoreRefusal.Unwritable, Assert.IsType<StoreOpening.Refused>(SqliteDatabase.Open("/proc/postroom", StoreUse.Serve)).Cause);
    }

    [Fact]
    public void A_journal_without_its_database_is_refused()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File + "-wal", "frames");

        Assert.Equal(StoreRefusal.Damaged, Refusal().Cause);
    }

    [Fact]
    public async Task What_an_interrupted_first_start_has_left_does_not_matter()
    {
        Directory.CreateDirectory(_folder.Path);
        await File.WriteAllTextAsync(_folder.File + ".new", "half of a database", Token);

        await _folder.MakeAsync();

        Assert.False(File.Exists(_folder.File + ".new"));
    }

    [Fact]
    public async Task One_process_serves_at_a_time()
    {
        await using var store = _folder.OpenStore();

        Assert.Equal(StoreRefusal.InUse, Refusal().Cause);
    }

    [Fact]
    public async Task Another_may_serve_when_the_first_has_ended()
    {
        await _folder.MakeAsync();
        await using var again = _folder.OpenStore();

        Assert.NotNull(again.Database);
    }

    [Fact]
    public async Task The_command_line_may_visit_while_the_folder_is_served()
    {
        await using var store = _folder.OpenStore();
        await using var visitor = _folder.OpenStore(StoreUse.Visit);

        await visitor.Apps.AddKeyAsync("wiki", new ApiKey("k1", "hash", ["send"], _folder.Time.GetUtcNow(), null), Token);

        Assert.NotNull(await store.Apps.FindKeyAsync("hash", Token));
    }

    [Fact]
    public async Task A_refusal_names_file_reason_and_cure()
    {
        await using var store = _folder.OpenStore();

        var message = Refusal().Message;

        Assert.Equal(_folder.File + ": Another Postroom is using this data folder. Stop it first, or choose another folder with --data.", message);
    }

    StoreOpening.Refused Refusal() => Assert.IsType<StoreOpening.Refused>(_folder.Open());
}
