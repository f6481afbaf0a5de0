using System.Threading.Channels;

namespace Postroom.Outbox;

/// <summary>
/// The messages this node has in hand and has not begun, most urgent lane first, and one time in eight the least urgent, so
/// that no lane starves. Bounded in messages and bytes: beyond that a message stays a row in the store and is leased when
/// the queue runs low, or as one of the eighth that rows get beside what is handed in without end.
/// </summary>
public sealed class ReadyMessages : IDisposable
{
    /// <summary>The most messages in the queue.</summary>
    public const int MaxMessages = 2_000;

    /// <summary>The most bytes in the queue: 32 MiB.</summary>
    public const long MaxBytes = 32L * 1024 * 1024;

    /// <summary>With fewer messages than this the queue asks to be filled.</summary>
    public const int LowWater = 100;

    /// <summary>One message in so many is taken from the least urgent lane, and leased for those that wait as rows.</summary>
    const int Share = 8;

    /// <summary>The rows leased at a time while the queue is not low.</summary>
    const int ShareBatch = 25;

    readonly Channel<LeasedMessage>[] _urgentFirst =
        [.. Enum.GetValues<Lane>().Order().Select(_ => Channel.CreateUnbounded<LeasedMessage>())];

    readonly Channel<LeasedMessage>[] _urgentLast;

    readonly OutboxSignal _signal;
    readonly SemaphoreSlim _available = new(0);
    SendingPause? _pause;
    long _spokeAt;
    int _messages;
    long _bytes;
    int _taken;
    int _forRows;

    /// <summary>An empty queue.</summary>
    /// <param name="signal">Raised when the queue asks to be filled.</param>
    public ReadyMessages(OutboxSignal signal) => (_signal, _urgentLast) = (signal, [.. _urgentFirst.Reverse()]);

    /// <summary>How many messages wait in the queue or have a place reserved.</summary>
    public int Count => Volatile.Read(ref _messages);

    /// <summary>Why nothing is sent now, so that messages stay rows until it is; null: mail flows.</summary>
    public SendingPause? Pause
    {
        get => Volatile.Read(ref _pause);
        set => Volatile.Write(ref _pause, value);
    }

    /// <summary>When a delivery that is due then is really tried: while sending is paused not before the next probe.</summary>
    public DateTimeOffset NextTry(DateTimeOffset due) => Pause is { } pause && pause.NextTry > due ? pause.NextTry : due;

    /// <summary>When the mail server last judged a message, whatever it said; null: not since the start.</summary>
    public DateTimeOffset? SpokeAt
    {
        get => Volatile.Read(ref _spokeAt) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _spokeAt, value?.UtcTicks ?? 0);
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
        _urgentFirst[(int)message.Lane].Writer.TryWrite(message);
        _available.Release();
    }

    /// <summary>Queues a message just leased from the store, beyond the bounds if need be: the batch that is leased is small.</summary>
    public void EnqueueLeased(LeasedMessage message)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, message.SizeBytes);
        Enqueue(message);
    }

    /// <summary>Takes the most urgent message, and one time in eight the least urgent one, waiting for one.</summary>
    public async ValueTask<LeasedMessage> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken);
        var message = Next(unchecked((uint)Interlocked.Increment(ref _taken)) % Share == 0 ? _urgentLast : _urgentFirst);
        var rowsAreDue = Interlocked.Increment(ref _forRows) % (Share * ShareBatch) == 0;
        if (rowsAreDue || Count < LowWater) _signal.Raise();
        return message;
    }

    /// <summary>How many rows are to be leased although the queue is not low: one for every eight messages taken since the last call.</summary>
    public int TakeShareOfRows() =>
        Count <= MaxMessages + (MaxMessages / Share) ? Interlocked.Exchange(ref _forRows, 0) / Share : 0;

    /// <inheritdoc/>
    public void Dispose() => _available.Dispose();

    /// <summary>Takes what is left without waiting, to give it back at shutdown.</summary>
    public IReadOnlyList<LeasedMessage> Drain()
    {
        var left = new List<LeasedMessage>();
        while (_available.Wait(0)) left.Add(Next(_urgentFirst));
        return left;
    }

    LeasedMessage Next(Channel<LeasedMessage>[] lanes)
    {
        foreach (var lane in lanes)
        {
            if (!lane.Reader.TryRead(out var message)) continue;
            Unreserve(message.SizeBytes);
            return message;
        }

        throw new System.Diagnostics.UnreachableException("The count of available messages and the lanes disagree.");
    }
}
