namespace Postroom.Mail.Mime;

/// <summary>Quoted-printable (RFC 2045 §6.7).</summary>
static class QuotedPrintable
{
    // 76 with the = of the soft line break.
    const int Width = 75;

    /// <summary>
    /// Encodes text in CRLF lines. A dot and the word "From " at the beginning of a line are escaped too: they come through
    /// programs that get dot-stuffing or mailbox files wrong (RFC 2049 §3).
    /// </summary>
    public static void Encode(ReadOnlySpan<byte> text, ByteWriter output)
    {
        var column = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                output.Append("\r\n"u8);
                column = 0;
                i++;
                continue;
            }

            var isPlain = IsPlain(text, i);
            if (column + (isPlain ? 1 : 3) > Width)
            {
                output.Append("=\r\n"u8);
                column = 0;
            }

            isPlain = isPlain && !(column == 0 && (b == '.' || (b == 'F' && text[i..].StartsWith("From "u8))));
            if (isPlain) output.Append(b);
            else AppendEscape(output, b);
            column += isPlain ? 1 : 3;
        }
    }

    /// <summary>Appends <c>=XX</c>.</summary>
    public static void AppendEscape(ByteWriter output, byte value)
    {
        var into = output.Reserve(3);
        into[0] = (byte)'=';
        into[1] = (byte)HexDigit(value >> 4);
        into[2] = (byte)HexDigit(value & 15);
        output.Advance(3);
    }

    public static char HexDigit(int nibble) => (char)(nibble < 10 ? '0' + nibble : 'A' + nibble - 10);

    static bool IsPlain(ReadOnlySpan<byte> text, int at)
    {
        var b = text[at];
        if (b is (byte)' ' or (byte)'\t') return at + 1 < text.Length && text[at + 1] is not ((byte)'\r' or (byte)'\n');
        return b is >= 33 and <= 126 and not (byte)'=';
    }
}
