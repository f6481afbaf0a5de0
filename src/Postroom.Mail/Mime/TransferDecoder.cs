namespace Postroom.Mail.Mime;

/// <summary>Undoes transfer encodings, taking what broken mail programs send (RFC 2045 §6.7, §6.8).</summary>
static class TransferDecoder
{
    const byte NoDigit = 0xFF;
    static readonly byte[] Values = BuildValues();

    /// <summary>Decodes quoted-printable; an = that begins no escape stays as it is. Returns whether all was well formed.</summary>
    public static bool QuotedPrintable(ReadOnlySpan<byte> encoded, ByteWriter output)
    {
        var isWell = true;
        while (!encoded.IsEmpty)
        {
            var special = encoded.IndexOfAny((byte)'=', (byte)'\n');
            if (special < 0)
            {
                output.Append(TrimEnd(encoded));
                break;
            }

            if (encoded[special] == '\n')
            {
                // Spaces before a line end were added on the way.
                var end = special > 0 && encoded[special - 1] == '\r' ? special - 1 : special;
                output.Append(TrimEnd(encoded[..end]));
                output.Append(encoded[end..(special + 1)]);
                encoded = encoded[(special + 1)..];
                continue;
            }

            output.Append(encoded[..special]);
            encoded = encoded[(special + 1)..];
            isWell &= Escape(ref encoded, output);
        }

        return isWell;
    }

    /// <summary>Decodes base64, skipping what is none; padding may be missing or stand between blocks. Returns whether all was well formed.</summary>
    public static bool Base64(ReadOnlySpan<byte> encoded, ByteWriter output)
    {
        var isWell = true;
        uint bits = 0;
        var digits = 0;
        var into = output.Reserve(encoded.Length / 4 * 3 + 6);
        var written = 0;
        foreach (var b in encoded)
        {
            var value = Values[b];
            if (value != NoDigit)
            {
                bits = (bits << 6) | value;
                if (++digits < 4) continue;
                into[written++] = (byte)(bits >> 16);
                into[written++] = (byte)(bits >> 8);
                into[written++] = (byte)bits;
                digits = 0;
            }
            else if (b == '=')
            {
                written += Rest(bits, digits, into[written..]);
                digits = 0;
            }
            else if (b is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'))
            {
                isWell = false;
            }
        }

        isWell &= digits == 0;
        written += Rest(bits, digits, into[written..]);
        output.Advance(written);
        return isWell;
    }

    /// <summary>Decodes the text of a Q encoded word (RFC 2047 §4.2).</summary>
    public static void Q(ReadOnlySpan<byte> encoded, ByteWriter output)
    {
        for (var i = 0; i < encoded.Length; i++)
        {
            var b = encoded[i];
            var pair = b == '=' ? HexPair(encoded[(i + 1)..]) : -1;
            if (pair >= 0) i += 2;
            output.Append(pair >= 0 ? (byte)pair : b == '_' ? (byte)' ' : b);
        }
    }

    /// <summary>The byte that two hexadecimal digits at the beginning spell, or -1.</summary>
    public static int HexPair(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2) return -1;
        var (high, low) = (Hex(text[0]), Hex(text[1]));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        _ => -1,
    };

    static bool Escape(ref ReadOnlySpan<byte> rest, ByteWriter output)
    {
        if (HexPair(rest) is var pair and >= 0)
        {
            output.Append((byte)pair);
            rest = rest[2..];
            return true;
        }

        var line = rest.TrimStart(" \t"u8);
        if (line.IsEmpty || line[0] == '\n' || line.StartsWith("\r\n"u8))
        {
            rest = line.IsEmpty ? line : line[(line[0] == '\n' ? 1 : 2)..];
            return true;
        }

        output.Append((byte)'=');
        return false;
    }

    static int Rest(uint bits, int digits, Span<byte> into)
    {
        if (digits < 2) return 0;
        bits <<= 6 * (4 - digits);
        into[0] = (byte)(bits >> 16);
        if (digits == 3) into[1] = (byte)(bits >> 8);
        return digits - 1;
    }

    static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) => line.TrimEnd(" \t"u8);

    static byte[] BuildValues()
    {
        var values = new byte[256];
        Array.Fill(values, NoDigit);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (var i = 0; i < Alphabet.Length; i++) values[Alphabet[i]] = (byte)i;
        return values;
    }
}
