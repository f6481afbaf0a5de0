using System.Buffers;
using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>Parameter values in percent-encoded UTF-8, in pieces (RFC 2231 §3, §4).</summary>
static class ExtendedValue
{
    // attribute-char of RFC 5987 §3.2.1, which is the safe part of RFC 2231's.
    static readonly SearchValues<byte> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~"u8);

    /// <summary>The value in pieces of at most <paramref name="width"/> octets, cut between characters; the first names the charset.</summary>
    public static List<string> Split(string value, int width)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder("utf-8''");
        Span<byte> bytes = stackalloc byte[4];
        Span<char> escaped = stackalloc char[12];
        foreach (var rune in value.EnumerateRunes())
        {
            var size = rune.EncodeToUtf8(bytes);
            var length = Escape(bytes[..size], escaped);
            if (piece.Length + length > width)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(escaped[..length]);
        }

        pieces.Add(piece.ToString());
        return pieces;
    }

    static int Escape(ReadOnlySpan<byte> bytes, Span<char> into)
    {
        var length = 0;
        foreach (var b in bytes)
        {
            if (Safe.Contains(b))
            {
                into[length++] = (char)b;
                continue;
            }

            into[length++] = '%';
            into[length++] = QuotedPrintable.HexDigit(b >> 4);
            into[length++] = QuotedPrintable.HexDigit(b & 15);
        }

        return length;
    }
}
