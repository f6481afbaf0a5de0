using System.Buffers;
using System.IO.Pipelines;

namespace Postroom.Mail.Smtp.Server;

/// <summary>Reads command lines and content, within bounds of size and time. Before it waits for the client it sends the replies gathered so far.</summary>
sealed class SmtpInput : IDisposable
{
    /// <summary>The longest line any verb takes.</summary>
    public const int MaximumLineBytes = 2_048;

    const byte TlsHandshake = 0x16;

    readonly PipeReader _reader;
    readonly SmtpOutput _output;
    readonly TimeProvider _time;
    readonly ITimer _alarm;
    readonly byte[] _line = new byte[MaximumLineBytes];
    long _deadline;
    bool _moreAtHand;
    volatile bool _stopping;
    volatile bool _flushing;

    public SmtpInput(PipeReader reader, SmtpOutput output, TimeProvider time)
    {
        _reader = reader;
        _output = output;
        _time = time;
        _alarm = time.CreateTimer(static input => ((SmtpInput)input!).Interrupt(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why no more can be read; null: it can.</summary>
    public SessionEnd? Ended { get; private set; }

    /// <summary>The line read last, with its line end. Overwritten by the next.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    public void Dispose() => _alarm.Dispose();

    /// <summary>Gives the client this long for what is read from now on.</summary>
    public void Allow(TimeSpan time)
    {
        Volatile.Write(ref _deadline, _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency));
        _alarm.Change(time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the session at its next read.</summary>
    public void Stop()
    {
        _stopping = true;
        Interrupt();
    }

    /// <summary>Sends what was gathered, for good: a client that does not read it in a few seconds misses it.</summary>
    public async ValueTask SendLastAsync()
    {
        Allow(TimeSpan.FromSeconds(5));
        _flushing = true;
        await _output.FlushAsync();
        _flushing = false;
    }

    /// <summary>Whether bytes came that were not read yet.</summary>
    public bool HasMore()
    {
        if (!_reader.TryRead(out var result)) return false;
        _reader.AdvanceTo(result.Buffer.Start);
        _moreAtHand = !result.Buffer.IsEmpty;
        return _moreAtHand;
    }

    /// <summary>Reads up to the next LF into <see cref="Line"/>.</summary>
    public async ValueTask<LineKind> ReadLineAsync()
    {
        var tooLong = false;
        while (await ReadAsync() is { } result)
        {
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } lineFeed)
            {
                var line = buffer.Slice(0, buffer.GetPosition(1, lineFeed));
                tooLong |= line.Length > MaximumLineBytes;
                if (!tooLong) line.CopyTo(_line);
                Line = _line.AsMemory(0, tooLong ? 0 : (int)line.Length);
                _moreAtHand = line.Length < buffer.Length;
                _reader.AdvanceTo(line.End);
                return tooLong ? LineKind.TooLong : KindOf(Line.Span);
            }

            // A TLS handshake sent to a plaintext port would never end its line: close, so that the client fails fast.
            if (buffer.FirstSpan[0] == TlsHandshake) Ended = SessionEnd.OutOfStep;
            tooLong |= buffer.Length > MaximumLineBytes;
            Wait(tooLong ? buffer.End : buffer.Start, result);
        }

        return LineKind.Ended;
    }

    /// <summary>Reads content until the reader is satisfied. False: the session ended before.</summary>
    public async ValueTask<bool> ReadContentAsync(IContentReader content, SmtpServerOptions options)
    {
        var started = _time.GetTimestamp();
        while (!content.IsComplete)
        {
            var left = options.DataTimeout - _time.GetElapsedTime(started);
            Allow(left < options.CommandTimeout ? left : options.CommandTimeout);
            if (await ReadAsync() is not { } result) return false;

            var consumed = 0L;
            foreach (var segment in result.Buffer)
            {
                consumed += content.Read(segment.Span);
                if (content.IsComplete) break;
            }

            if (content.IsComplete)
            {
                _moreAtHand = consumed < result.Buffer.Length;
                _reader.AdvanceTo(result.Buffer.GetPosition(consumed));
            }
            else
            {
                Wait(result.Buffer.End, result);
            }
        }

        return true;
    }

    void Wait(SequencePosition consumed, ReadResult result)
    {
        _reader.AdvanceTo(consumed, result.Buffer.End);
        _moreAtHand = false;
        if (result.IsCompleted) Ended ??= SessionEnd.ConnectionLost;
    }

    async ValueTask<ReadResult?> ReadAsync()
    {
        while (GoesOn())
        {
            if (!_moreAtHand || _output.IsFull) await FlushAsync();
            if (Ended is not null) break;

            var result = await _reader.ReadAsync(CancellationToken.None);
            if (!result.Buffer.IsEmpty && GoesOn()) return result;

            // The client is gone, or the alarm rang: too early by a hair, or for an earlier wait. It is set again.
            Wait(result.Buffer.Start, result);
            var left = TimeSpan.FromSeconds((Volatile.Read(ref _deadline) - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
            if (left > TimeSpan.Zero) _alarm.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }

        return null;
    }

    bool GoesOn()
    {
        if (_stopping)
            Ended ??= SessionEnd.Stopped;
        else if (_time.GetTimestamp() >= Volatile.Read(ref _deadline))
            Ended ??= SessionEnd.TimedOut;
        return Ended is null;
    }

    async ValueTask FlushAsync()
    {
        _flushing = true;
        var sent = await _output.FlushAsync();
        _flushing = false;
        if (!sent && GoesOn()) Ended = SessionEnd.ConnectionLost;
    }

    void Interrupt()
    {
        _reader.CancelPendingRead();
        if (_flushing) _output.CancelFlush();
    }

    static LineKind KindOf(ReadOnlySpan<byte> line) =>
        line.Length >= 2 && line.IndexOf((byte)'\r') == line.Length - 2 ? LineKind.Whole : LineKind.BareLineEnd;
}

/// <summary>What kind of line was read.</summary>
enum LineKind
{
    /// <summary>A line that ends in its only CRLF.</summary>
    Whole,

    /// <summary>A line with a CR or LF by itself.</summary>
    BareLineEnd,

    /// <summary>A line longer than any verb takes; it was thrown away.</summary>
    TooLong,

    /// <summary>None: the session ended.</summary>
    Ended,
}

/// <summary>Reads content piece by piece.</summary>
interface IContentReader
{
    /// <summary>Whether the content has ended.</summary>
    bool IsComplete { get; }

    /// <summary>Reads from a piece and returns how many bytes it took: all, unless the content ended.</summary>
    int Read(ReadOnlySpan<byte> piece);
}
