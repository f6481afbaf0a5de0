using System.Buffers.Text;

namespace Postroom.Mail.Mime;

/// <summary>Base64 in lines (RFC 2045 §6.8).</summary>
static class Base64Lines
{
    const int BytesPerLine = 57; // 76 characters

    /// <summary>Encodes the bytes; every line, the last one too, ends in CRLF.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, ByteWriter output)
    {
        while (!bytes.IsEmpty)
        {
            var line = bytes[..Math.Min(BytesPerLine, bytes.Length)];
            var into = output.Reserve(78);
            Base64.EncodeToUtf8(line, into, out _, out var written);
            into[written] = (byte)'\r';
            into[written + 1] = (byte)'\n';
            output.Advance(written + 2);
            bytes = bytes[line.Length..];
        }
    }
}
