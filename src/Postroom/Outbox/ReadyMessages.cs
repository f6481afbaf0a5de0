using System.Threading.Channels;

namespace Postroom.Outbox;

/// <summary>
/// The messages this node has in hand and has not begun, most urgent lane first. Bounded in messages and bytes: beyond
/// that a message stays a row in the store and is leased when the queue runs low.
/// </summary>
public sealed class ReadyMessages(OutboxSignal signal) : IDisposable
{
    /// <summary>The most messages in the queue.</summary>
    public const int MaxMessages = 2_000;

    /// <summary>The most bytes in the queue: 32 MiB.</summary>
    public const long MaxBytes = 32L * 1024 * 1024;

    /// <summary>With fewer messages than this the queue asks to be filled.</summary>
    public const int LowWater = 100;

    readonly Channel<LeasedMessage>[] _lanes =
        [.. Enum.GetValues<Lane>().Select(_ => Channel.CreateUnbounded<LeasedMessage>())];

    readonly SemaphoreSlim _available = new(0);
    SendingPause? _pause;
    int _messages;
    long _bytes;

    /// <summary>How many messages wait in the queue or have a place reserved.</summary>
    public int Count => Volatile.Read(ref _messages);

    /// <summary>Why nothing is sent now, so that messages stay rows until it is; null: mail flows.</summary>
    public SendingPause? Pause
    {
        get => Volatile.Read(ref _pause);
        set => Volatile.Write(ref _pause, value);
    }

    /// <summary>Reserves a place for a message about to be stored; false: the queue is full and the message stays a row.</summary>
    public bool TryReserve(long sizeBytes)
    {
        if (Pause is not null) return false;
        var messages = Interlocked.Increment(ref _messages);
        var bytes = Interlocked.Add(ref _bytes, sizeBytes);
        if (messages <= MaxMessages && bytes <= MaxBytes) return true;
        Unreserve(sizeBytes);
        return false;
    }

    /// <summary>Gives a reserved place back, when the message was not stored after all.</summary>
    public void Unreserve(long sizeBytes)
    {
        Interlocked.Decrement(ref _messages);
        Interlocked.Add(ref _bytes, -sizeBytes);
    }

    /// <summary>Queues a message whose place was reserved and whose lease is on disk.</summary>
    public void Enqueue(LeasedMessage message)
    {
        _lanes[(int)message.Lane].Writer.TryWrite(message);
        _available.Release();
    }

    /// <summary>Queues a message just leased from the store, beyond the bounds if need be: the batch that is leased is small.</summary>
    public void EnqueueLeased(LeasedMessage message)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, message.SizeBytes);
        Enqueue(message);
    }

    /// <summary>Takes the most urgent message, waiting for one.</summary>
    public async ValueTask<LeasedMessage> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken);
        foreach (var lane in _lanes)
        {
            if (!lane.Reader.TryRead(out var message)) continue;
            Unreserve(message.SizeBytes);
            if (Count < LowWater) signal.Raise();
            return message;
        }

        throw new System.Diagnostics.UnreachableException("The count of available messages and the lanes disagree.");
    }

    /// <inheritdoc/>
    public void Dispose() => _available.Dispose();

    /// <summary>Takes what is left without waiting, to give it back at shutdown.</summary>
    public IReadOnlyList<LeasedMessage> Drain()
    {
        var left = new List<LeasedMessage>();
        while (_available.Wait(0))
        {
            foreach (var lane in _lanes)
            {
                if (!lane.Reader.TryRead(out var message)) continue;
                Unreserve(message.SizeBytes);
                left.Add(message);
                break;
            }
        }

        return left;
    }
}
