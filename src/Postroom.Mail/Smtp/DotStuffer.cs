using System.Buffers;

namespace Postroom.Mail.Smtp;

/// <summary>
/// Writes message bytes in the form that DATA carries (RFC 5321 §4.5.2): a dot at the start of a line is doubled. The
/// message comes in chunks of any size. A bare CR or LF is refused (RFC 5321 §2.3.8), so that no server can read an end
/// of data into the text that we did not write.
/// </summary>
/// <param name="doublesDots">False: only line ends are looked at, as BDAT wants it (RFC 3030 §2).</param>
public sealed class DotStuffer(bool doublesDots = true)
{
    /// <summary>The room <see cref="Finish"/> needs at most.</summary>
    public const int MaxEndLength = 5;

    State _state;

    enum State
    {
        LineStart,
        InLine,
        AfterCr,
    }

    /// <summary>Writes as much as there is room for.</summary>
    /// <param name="source">The next bytes of the message.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="read">How many bytes of the source were taken.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>: all was taken. <see cref="OperationStatus.DestinationTooSmall"/>: come again
    /// with the rest. <see cref="OperationStatus.InvalidData"/>: a bare CR or LF at <paramref name="read"/>.
    /// </returns>
    public OperationStatus Write(ReadOnlySpan<byte> source, Span<byte> destination, out int read, out int written)
    {
        read = written = 0;
        while (read < source.Length)
        {
            if (destination.Length - written < 2) return OperationStatus.DestinationTooSmall;
            if (_state == State.AfterCr && source[read] != '\n') return OperationStatus.InvalidData;
            if (doublesDots && _state == State.LineStart && source[read] == '.') destination[written++] = (byte)'.';

            var room = source.Slice(read, Math.Min(source.Length - read, destination.Length - written));
            var run = FindEndOfRun(room, out var bare);
            room[..run].CopyTo(destination[written..]);
            read += run;
            written += run;
            if (bare) return OperationStatus.InvalidData;
        }

        return OperationStatus.Done;
    }

    /// <summary>Writes the end of data: CRLF when the last line lacks it, then the lone dot.</summary>
    /// <param name="destination">At least <see cref="MaxEndLength"/> bytes.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False when the message ends in a bare CR.</returns>
    public bool Finish(Span<byte> destination, out int written)
    {
        var end = _state == State.LineStart ? ".\r\n"u8 : "\r\n.\r\n"u8;
        end.CopyTo(destination);
        written = end.Length;
        return _state != State.AfterCr;
    }

    // A run ends before a dot at the start of a line, at a bare line end or with the bytes; long runs are copied at once.
    int FindEndOfRun(ReadOnlySpan<byte> bytes, out bool bare)
    {
        bare = false;
        var at = 0;
        if (_state == State.AfterCr) at = 1;
        else if (_state == State.LineStart && bytes[0] == '.') at = 1;
        _state = _state == State.AfterCr ? State.LineStart : State.InLine;

        while (at < bytes.Length)
        {
            if (doublesDots && _state == State.LineStart && bytes[at] == '.') return at;

            var next = bytes[at..].IndexOfAny((byte)'\r', (byte)'\n');
            _state = State.InLine;
            if (next < 0) return bytes.Length;

            at += next;
            bare = bytes[at] == '\n' || (at + 1 < bytes.Length && bytes[at + 1] != '\n');
            if (bare) return at;

            _state = at + 1 < bytes.Length ? State.LineStart : State.AfterCr;
            at = Math.Min(at + 2, bytes.Length);
        }

        return bytes.Length;
    }
}
