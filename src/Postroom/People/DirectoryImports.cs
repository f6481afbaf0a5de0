using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Postroom.People;

/// <summary>Holds planned imports until somebody runs or leaves them, and knows how far the running ones are.</summary>
public sealed class DirectoryImports(TimeProvider time)
{
    const int MostHeld = 20;
    const int MostLinesHeld = 400_000;
    static readonly TimeSpan HeldFor = TimeSpan.FromHours(12);

    readonly ConcurrentDictionary<Guid, DirectoryImport> _held = new();
    readonly Channel<DirectoryImport> _due = Channel.CreateBounded<DirectoryImport>(MostHeld);

    internal ChannelReader<DirectoryImport> Due => _due.Reader;

    /// <summary>Holds a plan, for twelve hours. The oldest give way when there are more than twenty, or more than 400,000 lines in all.</summary>
    public DirectoryImport Hold(DirectoryImportPlan plan)
    {
        var now = time.GetUtcNow();
        var import = new DirectoryImport(Guid.CreateVersion7(now), plan, now);
        var (number, lines) = (1, plan.Lines.Count);
        foreach (var old in _held.Values.OrderByDescending(held => held.PlannedAt))
        {
            number++;
            lines += old.Plan.Lines.Count;
            var mayStay = old.PlannedAt >= now - HeldFor && number <= MostHeld && lines <= MostLinesHeld;
            if (!mayStay && old.State != ImportState.Running) _held.TryRemove(old.Id, out _);
        }

        _held[import.Id] = import;
        return import;
    }

    /// <summary>A held import; null: there is none of this id any more.</summary>
    public DirectoryImport? Find(Guid id) => _held.GetValueOrDefault(id);

    /// <summary>Lets it run. False: it runs or has run already, or too many wait.</summary>
    public bool Start(DirectoryImport import)
    {
        ArgumentNullException.ThrowIfNull(import);
        if (!import.TryBegin(time.GetUtcNow())) return false;
        return _due.Writer.TryWrite(import);
    }
}
