namespace Postroom.Sqlite.Writing;

/// <summary>One change that waits to be committed with others.</summary>
abstract class WriteItem
{
    /// <summary>How much it writes, roughly, in bytes.</summary>
    public virtual long SizeBytes => 0;

    /// <summary>Makes the change. It may be run again after a rollback, so it touches nothing but the transaction.</summary>
    public abstract void Run(WriteTransaction transaction);

    /// <summary>The change is on disk, synced. Called on the writer's thread: never waits.</summary>
    public abstract void Committed();

    /// <summary>Nothing was changed. Called on the writer's thread: never waits.</summary>
    public abstract void Failed(Exception fault);
}

/// <summary>A change with a result.</summary>
/// <param name="work">The change.</param>
/// <param name="sizeBytes">How much it writes, roughly, in bytes.</param>
sealed class WriteItem<T>(Func<WriteTransaction, T> work, long sizeBytes = 0) : WriteItem
{
    readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    T? _result;

    public override long SizeBytes { get; } = sizeBytes;

    public Task<T> Done => _done.Task;

    public override void Run(WriteTransaction transaction) => _result = work(transaction);

    public override void Committed() => _done.TrySetResult(_result!);

    public override void Failed(Exception fault) => _done.TrySetException(fault);
}
