using System.Runtime.Versioning;
using Postroom.Settings;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;

namespace Postroom.Tests.Settings;

/// <summary>Who may look into a data folder, also into one that somebody made before.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests : IDisposable
{
    const UnixFileMode ForAll = (UnixFileMode)0b111_111_111;
    const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    readonly DataFolder _folder = new();

    public PrivateFilesTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_was_there_is_closed_with_all_that_is_made_in_it()
    {
        Directory.CreateDirectory(_folder.Path);
        File.SetUnixFileMode(_folder.Path, ForAll);

        await using var store = _folder.OpenStore();
        await store.AcceptAsync(store.Message());

        Assert.Equal(["postroom.db", "postroom.db-shm", "postroom.db-wal", "postroom.lock", "postroom.new.lock"], Names());
        Assert.Empty(Exposed());
    }

    [Fact]
    public async Task What_an_older_version_left_open_is_closed_before_it_is_served()
    {
        await _folder.MakeAsync();
        Directory.CreateDirectory(Path.Combine(_folder.Path, "keys"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "keys", "key-1.xml"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File + ".backup", "", TestContext.Current.CancellationToken);
        foreach (var path in All()) File.SetUnixFileMode(path, ForAll);

        await using var store = _folder.OpenStore();

        Assert.Empty(Exposed());
    }

    [Fact]
    public void What_is_not_Postrooms_is_left_alone()
    {
        Directory.CreateDirectory(_folder.Path);
        var letter = Path.Combine(_folder.Path, "letter.txt");
        File.WriteAllText(letter, "");
        foreach (var path in All()) File.SetUnixFileMode(path, ForAll);

        var tightening = PrivateFiles.Tighten(_folder.Path);

        Assert.Equal((ForAll, ForAll), (File.GetUnixFileMode(letter), File.GetUnixFileMode(_folder.Path)));
        Assert.Equal($"chmod go-rwx {_folder.Path}", tightening.Command);
    }

    [Fact]
    public async Task What_was_closed_is_told_once()
    {
        await _folder.MakeAsync();
        File.SetUnixFileMode(_folder.File, ForAll);

        Assert.Equal([_folder.File], PrivateFiles.Tighten(_folder.Path).Done);
        Assert.Empty(PrivateFiles.Tighten(_folder.Path).Done);
    }

    [Fact]
    public async Task The_owners_own_rights_stay_as_they_are()
    {
        await _folder.MakeAsync();
        File.SetUnixFileMode(_folder.File, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        PrivateFiles.Tighten(_folder.Path);

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(_folder.File));
    }

    [Fact]
    public async Task A_link_out_of_the_folder_is_not_followed()
    {
        await _folder.MakeAsync();
        using var elsewhere = new DataFolder();
        await File.WriteAllTextAsync(elsewhere.Path, "", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(elsewhere.Path, ForAll);
        File.CreateSymbolicLink(_folder.File + ".link", elsewhere.Path);

        PrivateFiles.Tighten(_folder.Path);

        Assert.Equal(ForAll, File.GetUnixFileMode(elsewhere.Path));
    }

    [Theory, InlineData("/var/lib/postroom", "/var/lib/postroom"), InlineData("/a b/c'd", "'/a b/c'\\''d'")]
    public void The_command_can_be_pasted_into_a_shell(string path, string quoted) => Assert.Equal($"chmod go-rwx {quoted}", Tightening.CommandFor([path]));

    [Fact]
    public async Task A_visitor_changes_no_rights()
    {
        await _folder.MakeAsync();
        File.SetUnixFileMode(_folder.File, ForAll);

        await using var visitor = _folder.OpenStore(StoreUse.Visit);

        Assert.Equal(ForAll, File.GetUnixFileMode(_folder.File));
    }

    IEnumerable<string> All() => Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Prepend(_folder.Path);

    IEnumerable<string> Exposed() => All().Where(path => (File.GetUnixFileMode(path) & Others) != 0);

    IEnumerable<string?> Names() => Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
