namespace Postroom.Sqlite.Writing;

/// <summary>Watches the free space, so that accepting ends before recording outcomes does.</summary>
sealed class DiskReserve(string folder, SqliteOptions options, TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    long? _askedAt;
    long _free;

    /// <summary>Why nothing new is taken; null: there is room. Asks the system once a second. For the writer's thread alone.</summary>
    public string? Obstacle(long sizeBytes)
    {
        if (options.DiskReserveBytes == 0) return null;
        try
        {
            if (_askedAt is null || time.GetElapsedTime(_askedAt.Value) >= Interval)
                (_askedAt, _free) = (time.GetTimestamp(), options.FreeBytes(folder));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The disk of the data folder does not say how much space is free ({fault.Message}). Check it.";
        }

        _free -= sizeBytes;
        if (_free >= options.DiskReserveBytes) return null;
        return FormattableString.Invariant($"The disk of the data folder has less than {options.DiskReserveBytes / 1024 / 1024} MiB free, ")
            + "which are kept to record outcomes. Free some space; Postroom accepts again by itself.";
    }
}
