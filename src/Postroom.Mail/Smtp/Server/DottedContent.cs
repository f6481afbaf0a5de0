namespace Postroom.Mail.Smtp.Server;

/// <summary>
/// Reads what follows DATA (RFC 5321 §4.1.1.4, §4.5.2). The end is exactly CRLF.CRLF: a line that begins or ends with
/// a CR or LF by itself ends nothing, and the message is refused for it, so that no two servers can see two ends.
/// </summary>
sealed class DottedContent(MessageBuffer message) : IContentReader
{
    State _state = State.LineStart;

    enum State
    {
        LineStart,
        InLine,
        AfterCr,
        AfterDot,
        AfterDotCr,
        Ended,
    }

    public bool IsComplete => _state == State.Ended;

    public int Read(ReadOnlySpan<byte> piece)
    {
        var at = 0;
        while (at < piece.Length && _state != State.Ended)
        {
            if (_state == State.InLine) at += ReadRun(piece[at..]);
            if (at < piece.Length) Read(piece[at++]);
        }

        return at;
    }

    int ReadRun(ReadOnlySpan<byte> piece)
    {
        var run = piece.IndexOfAny((byte)'\r', (byte)'\n');
        if (run < 0) run = piece.Length;
        message.Append(piece[..run]);
        return run;
    }

    void Read(byte octet)
    {
        switch (_state, octet)
        {
            case (State.AfterDotCr, (byte)'\n'):
                _state = State.Ended;
                break;
            case (State.AfterDot, (byte)'\r'):
                _state = State.AfterDotCr;
                break;
            case (State.LineStart, (byte)'.'):
                _state = State.AfterDot;
                break;
            case (State.AfterCr, (byte)'\n'):
                message.Append("\r\n"u8);
                _state = State.LineStart;
                break;
            default:
                message.HasBareLineEnd |= octet == '\n' || _state is State.AfterCr or State.AfterDotCr;
                if (octet != '\r') message.Append([octet]);
                _state = octet == '\r' ? State.AfterCr : State.InLine;
                break;
        }
    }
}
