namespace Postroom.People;

/// <summary>How far an import is.</summary>
public enum ImportState
{
    /// <summary>It can be looked at; nothing is done.</summary>
    Planned = 0,

    /// <summary>It runs.</summary>
    Running = 1,

    /// <summary>All is done.</summary>
    Done = 2,

    /// <summary>The store could not go on; what was done stays, and the same file can be imported again.</summary>
    Stopped = 3,
}

/// <summary>One import from its plan to its end. It runs on when the page is left.</summary>
public sealed class DirectoryImport
{
    int _state;
    int _done;
    long _endedAt;

    internal DirectoryImport(Guid id, DirectoryImportPlan plan, DateTimeOffset plannedAt) => (Id, Plan, PlannedAt) = (id, plan, plannedAt);

    /// <summary>Names it.</summary>
    public Guid Id { get; }

    /// <summary>What it does.</summary>
    public DirectoryImportPlan Plan { get; }

    /// <summary>When the file was read.</summary>
    public DateTimeOffset PlannedAt { get; }

    /// <summary>When it began; null: it has not.</summary>
    public DateTimeOffset? BegunAt { get; private set; }

    /// <summary>When it ended; null: it has not.</summary>
    public DateTimeOffset? EndedAt => Volatile.Read(ref _endedAt) is > 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>How far it is.</summary>
    public ImportState State => (ImportState)Volatile.Read(ref _state);

    /// <summary>How many lines are in the directory.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Why it was stopped; null: it was not.</summary>
    public string? Reason { get; private set; }

    internal bool TryBegin(DateTimeOffset now)
    {
        if (Interlocked.CompareExchange(ref _state, (int)ImportState.Running, (int)ImportState.Planned) != (int)ImportState.Planned) return false;
        BegunAt = now;
        return true;
    }

    internal void Add(int lines) => Interlocked.Add(ref _done, lines);

    internal void End(DateTimeOffset now, string? reason)
    {
        Reason = reason;
        Volatile.Write(ref _endedAt, now.ToUnixTimeMilliseconds());
        Volatile.Write(ref _state, (int)(reason is null ? ImportState.Done : ImportState.Stopped));
    }
}
