using System.Buffers;

namespace Postroom.Mail.Dkim;

/// <summary>
/// Brings a body of any size into its <c>relaxed</c> form (RFC 6376 §3.4.4) as it streams by, in a few kilobytes: spaces at
/// the end of a line and empty lines at the end go, other runs of spaces and tabs become one space. Only CRLF ends a line.
/// </summary>
public sealed class RelaxedBody
{
    const int BufferSize = 16_384;

    static readonly SearchValues<byte> Special = SearchValues.Create(" \t\r"u8);

    readonly Action<ReadOnlySpan<byte>> _sink;
    readonly byte[] _buffer = new byte[BufferSize];
    int _filled;
    long _emptyLines;   // lines ended and not yet known to be followed by anything
    bool _hasSpace;     // spaces not yet known to be followed by anything on their line
    bool _hasReturn;    // a CR not yet known to be followed by LF
    bool _isInLine;

    /// <summary>Begins with a body of nothing.</summary>
    /// <param name="sink">Gets the canonical form piece by piece; a piece is valid during the call.</param>
    public RelaxedBody(Action<ReadOnlySpan<byte>> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
    }

    /// <summary>Takes the next bytes of the body, cut anywhere.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_hasReturn)
            {
                _hasReturn = false;
                if (bytes[0] == (byte)'\n')
                {
                    EndLine();
                    bytes = bytes[1..];
                    continue;
                }

                Write("\r"u8);
            }

            var run = bytes.IndexOfAny(Special);
            if (run != 0)
            {
                if (run < 0) run = bytes.Length;
                Write(bytes[..run]);
                bytes = bytes[run..];
                continue;
            }

            if (bytes[0] == (byte)'\r') _hasReturn = true;
            else _hasSpace = true;
            bytes = bytes[1..];
        }
    }

    /// <summary>Ends the body: a last line without its end gets one, and an empty body stays empty.</summary>
    public void Finish()
    {
        if (_hasReturn) Write("\r"u8);
        _hasReturn = false;
        if (_isInLine) Put("\r\n"u8);
        Flush();
    }

    void EndLine()
    {
        _hasSpace = false;
        if (_isInLine) Put("\r\n"u8);
        else _emptyLines++;
        _isInLine = false;
    }

    void Write(ReadOnlySpan<byte> text)
    {
        for (; _emptyLines > 0; _emptyLines--) Put("\r\n"u8);
        if (_hasSpace) Put(" "u8);
        (_hasSpace, _isInLine) = (false, true);
        Put(text);
    }

    void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferSize - _filled)
        {
            Flush();
            if (bytes.Length > BufferSize)
            {
                _sink(bytes);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    void Flush()
    {
        if (_filled > 0) _sink(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }
}
