using Postroom.Settings;

namespace Postroom.Sqlite.Database;

/// <summary>A file that one process at a time holds. The system lets go of it when the process ends, however it ends.</summary>
static class ServeLock
{
    /// <summary>Takes the lock; null: another process has it.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return PrivateFiles.OpenOrCreate(path, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
