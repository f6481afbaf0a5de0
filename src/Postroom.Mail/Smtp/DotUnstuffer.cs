namespace Postroom.Mail.Smtp;

/// <summary>
/// Reads the form that DATA carries back into the message (RFC 5321 §4.5.2), in chunks of any size. The end of data is
/// exactly CRLF.CRLF; a dot after or before a bare CR or LF ends nothing.
/// </summary>
public sealed class DotUnstuffer
{
    State _state;

    enum State
    {
        LineStart,
        InLine,
        AfterCr,
        AfterDot,
        AfterDotCr,
        Ended,
    }

    /// <summary>Whether the end of data has been read.</summary>
    public bool IsEnded => _state == State.Ended;

    /// <summary>Takes bytes up to the end of data.</summary>
    /// <param name="source">What came; bytes after the end of data are left.</param>
    /// <param name="destination">Where to; at least one byte longer than the source.</param>
    /// <param name="read">How many bytes of the source were taken.</param>
    /// <returns>How many bytes were written.</returns>
    public int Read(ReadOnlySpan<byte> source, Span<byte> destination, out int read)
    {
        var written = 0;
        read = 0;
        while (read < source.Length && _state != State.Ended)
        {
            if (_state == State.InLine)
            {
                var rest = source[read..];
                var run = rest.IndexOf((byte)'\r') is var at and >= 0 ? at : rest.Length;
                rest[..run].CopyTo(destination[written..]);
                read += run;
                written += run;
                if (read == source.Length) break;
            }

            var octet = source[read++];
            // The CR after a dot is held back until it is known whether LF follows.
            if (_state == State.AfterDotCr && octet != '\n') destination[written++] = (byte)'\r';

            _state = After(_state, octet);
            if (_state is not (State.AfterDot or State.AfterDotCr or State.Ended)) destination[written++] = octet;
        }

        return written;
    }

    static State After(State state, byte octet) => (state, octet) switch
    {
        (State.LineStart, (byte)'.') => State.AfterDot,
        (State.AfterDot, (byte)'\r') => State.AfterDotCr,
        (State.AfterDotCr, (byte)'\n') => State.Ended,
        (State.AfterCr, (byte)'\n') => State.LineStart,
        (_, (byte)'\r') => State.AfterCr,
        _ => State.InLine,
    };
}
