namespace Postroom.Settings;

/// <summary>
/// The data folder is of Postroom's user alone: files 0600, folders 0700, whatever the umask is and whoever made the folder.
/// It holds mail and, in <c>keys</c>, what decrypts the stored passwords.
/// </summary>
public static class PrivateFiles
{
    const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode FolderMode0700 = FileMode0600 | UnixFileMode.UserExecute;
    const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>The most paths that are looked at; a folder with more has been given something that is not Postroom's.</summary>
    const int MostPaths = 10_000;

    static readonly EnumerationOptions OneLevel = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <summary>Makes a folder of the owner alone. One that is there stays as it is.</summary>
    public static DirectoryInfo CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path)) return Directory.CreateDirectory(path);
        var folder = Directory.CreateDirectory(path, FolderMode0700);
        File.SetUnixFileMode(path, FolderMode0700); // the umask may have taken too much
        return folder;
    }

    /// <summary>Opens a file that others may not read, making it when it is new.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    public static FileStream OpenOrCreate(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode0600;
        return new FileStream(path, options);
    }

    /// <summary>What of a data folder others may use: Postroom's own files and folders, the folder itself first.</summary>
    /// <returns>The paths; empty: all is as it should be, or the system has no modes.</returns>
    public static IReadOnlyList<string> Exposed(string dataFolder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(dataFolder)) return [];
        return [.. Own(dataFolder).Prepend(dataFolder).Where(path => (ModeOf(path) & Others) != 0)];
    }

    /// <summary>
    /// Takes the rights of others away from what is Postroom's. The folder itself is left alone where it also holds what is
    /// not Postroom's, such as a home folder: who shares that is the owner's choice.
    /// </summary>
    /// <returns>What was changed, and what could not be.</returns>
    public static Tightening Tighten(string dataFolder)
    {
        var (done, left) = (new List<string>(), new List<string>());
        foreach (var path in Exposed(dataFolder))
        {
            var isShared = path == dataFolder && HoldsOthers(dataFolder);
            (!isShared && TryTighten(path) ? done : left).Add(path);
        }

        return new Tightening(done, left);
    }

    static bool TryTighten(string path)
    {
        if (OperatingSystem.IsWindows()) return true;
        try
        {
            File.SetUnixFileMode(path, ModeOf(path) & ~Others);
            return true;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            return false; // It is somebody else's, who has to do it.
        }
    }

    static UnixFileMode ModeOf(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? FileMode0600 : File.GetUnixFileMode(path);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            return FileMode0600; // It went away while we looked.
        }
    }

    // Symbolic links are not followed: what they lead to may be anybody's.
    static IEnumerable<string> Own(string dataFolder) => new DirectoryInfo(dataFolder).EnumerateFileSystemInfos("*", OneLevel)
        .Where(entry => IsOwn(entry.Name) && entry.LinkTarget is null)
        .SelectMany(entry => entry is DirectoryInfo folder ? Within(folder).Prepend(folder) : [entry])
        .Take(MostPaths).Select(entry => entry.FullName);

    static IEnumerable<FileSystemInfo> Within(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", OneLevel).Where(entry => entry.LinkTarget is null)
            .SelectMany(entry => entry is DirectoryInfo inner ? Within(inner).Prepend(inner) : [entry]);

    static bool HoldsOthers(string dataFolder) =>
        new DirectoryInfo(dataFolder).EnumerateFileSystemInfos("*", OneLevel).Any(entry => !IsOwn(entry.Name));

    // postroom.db with -wal and -shm, the locks, copies named after it such as postroom.db.backup, and keys.
    static bool IsOwn(string name) => name.StartsWith("postroom.", StringComparison.Ordinal) || name == "keys";
}

/// <summary>What became of taking the rights of others away.</summary>
/// <param name="Done">The paths whose mode was changed.</param>
/// <param name="Left">The paths that others can still use.</param>
public sealed record Tightening(IReadOnlyList<string> Done, IReadOnlyList<string> Left)
{
    const int Shown = 20;

    /// <summary>The command that closes what is left; empty: nothing is left.</summary>
    public string Command => CommandFor(Left);

    /// <summary>The command that closes these paths.</summary>
    public static string CommandFor(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Count == 0 ? "" : "chmod go-rwx " + string.Join(' ', paths.Take(Shown).Select(Quoted));
    }

    static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
