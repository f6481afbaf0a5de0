using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>
/// Cuts a text into encoded words of UTF-8 (RFC 2047 §2), never through a character. Q is taken
/// while it is about as short as B, since people can read it.
/// </summary>
ref struct EncodedWord
{
    /// <summary>The longest encoded word (RFC 2047 §2).</summary>
    public const int Most = 75;

    /// <summary>The shortest room worth starting one in: any one character fits.</summary>
    public const int Least = 28;

    const int Frame = 12; // =?utf-8?B? and ?=

    static readonly SearchValues<byte> PhraseSafe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/"u8);

    readonly bool _isPhrase;
    readonly bool _isB;
    ReadOnlySpan<char> _rest;

    public EncodedWord(ReadOnlySpan<char> text, bool isPhrase)
    {
        _rest = text;
        _isPhrase = isPhrase;
        var (octets, q) = Measure(text);
        var b = (octets + 2) / 3 * 4;
        _isB = b * 5 / 4 < q;
        WholeLength = Frame + (_isB ? b : q);
    }

    public readonly bool IsDone => _rest.IsEmpty;

    /// <summary>How long the text would be as one encoded word.</summary>
    public int WholeLength { get; }

    /// <summary>Writes the next encoded word, at most <paramref name="room"/> long, and returns its length.</summary>
    public int WriteNext(ByteWriter output, int room)
    {
        Span<byte> chunk = stackalloc byte[Most];
        var capacity = room - Frame;
        var used = 0;
        var cost = 0;
        while (!_rest.IsEmpty)
        {
            // A lone surrogate decodes to U+FFFD, which is what is then sent.
            Rune.DecodeFromUtf16(_rest, out var rune, out var units);
            var size = rune.EncodeToUtf8(chunk[used..]);
            var next = _isB ? (used + size + 2) / 3 * 4 : cost + CostInQ(chunk.Slice(used, size));
            if (next > capacity) break;
            cost = next;
            used += size;
            _rest = _rest[units..];
        }

        output.Append(_isB ? "=?utf-8?B?"u8 : "=?utf-8?Q?"u8);
        if (_isB) WriteB(output, chunk[..used]);
        else WriteQ(output, chunk[..used]);
        output.Append("?="u8);
        return Frame + cost;
    }

    readonly (int Octets, int Q) Measure(ReadOnlySpan<char> text)
    {
        var octets = 0;
        var q = 0;
        Span<byte> buffer = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var size = rune.EncodeToUtf8(buffer);
            octets += size;
            q += CostInQ(buffer[..size]);
        }

        return (octets, q);
    }

    readonly int CostInQ(ReadOnlySpan<byte> bytes)
    {
        var cost = 0;
        foreach (var b in bytes) cost += b == ' ' || IsSafe(b) ? 1 : 3;
        return cost;
    }

    readonly bool IsSafe(byte b) =>
        _isPhrase ? PhraseSafe.Contains(b) : b is > (byte)' ' and < 0x7F and not (byte)'=' and not (byte)'?' and not (byte)'_';

    static void WriteB(ByteWriter output, ReadOnlySpan<byte> bytes)
    {
        Base64.EncodeToUtf8(bytes, output.Reserve(Most), out _, out var written);
        output.Advance(written);
    }

    readonly void WriteQ(ByteWriter output, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b == ' ') output.Append((byte)'_');
            else if (IsSafe(b)) output.Append(b);
            else QuotedPrintable.AppendEscape(output, b);
        }
    }
}
