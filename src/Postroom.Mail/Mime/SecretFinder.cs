using System.Buffers;

namespace Postroom.Mail.Mime;

/// <summary>
/// Finds a secret character by character, whatever each one is written as (<c>a</c>, <c>=61</c>, <c>%61</c>, <c>&amp;#97;</c>)
/// and whatever line break stands between two of them.
/// </summary>
static class SecretFinder
{
    const byte Star = (byte)'*';
    const int LongestBreak = 100;

    /// <summary>Puts a star on every byte of every secret. Returns whether there was one.</summary>
    public static bool Cover(Span<byte> bytes, List<byte[]> secrets)
    {
        var found = false;
        foreach (var secret in secrets) found |= Cover(bytes, secret);
        return found;
    }

    static bool Cover(Span<byte> bytes, byte[] secret)
    {
        var starts = SearchValues.Create([secret[0], (byte)'=', (byte)'%', (byte)'&']);
        var characters = new Range[secret.Length];
        var found = false;
        for (var at = 0; at < bytes.Length; at++)
        {
            var next = bytes[at..].IndexOfAny(starts);
            if (next < 0) break;
            at += next;
            if (!Matches(bytes, at, secret, characters)) continue;
            // The line breaks between them stay, so that the lines stay as they are.
            foreach (var character in characters) bytes[character].Fill(Star);
            found = true;
        }

        return found;
    }

    static bool Matches(ReadOnlySpan<byte> bytes, int at, byte[] secret, Range[] characters)
    {
        for (var index = 0; index < secret.Length; index++)
        {
            if (index > 0) at = AfterBreaks(bytes, at);
            var length = LengthOf(bytes[at..], secret[index]);
            if (length == 0) return false;
            characters[index] = at..(at + length);
            at += length;
        }

        return true;
    }

    /// <summary>How many bytes write this character at the beginning; 0: they write another.</summary>
    static int LengthOf(ReadOnlySpan<byte> bytes, byte character)
    {
        if (bytes.IsEmpty) return 0;
        if (bytes[0] == character) return 1;
        if (bytes[0] is (byte)'=' or (byte)'%') return TransferDecoder.HexPair(bytes[1..]) == character ? 3 : 0;
        return bytes.StartsWith("&#"u8) ? EntityLength(bytes, character) : 0;
    }

    // &#45; or &#x2D; (https://html.spec.whatwg.org/#numeric-character-reference-state)
    static int EntityLength(ReadOnlySpan<byte> bytes, byte character)
    {
        var isHex = bytes.Length > 2 && bytes[2] is (byte)'x' or (byte)'X';
        var start = isHex ? 3 : 2;
        var value = 0;
        var at = start;
        for (; at < bytes.Length && at < start + 7; at++)
        {
            var digit = DigitOf(bytes[at], isHex);
            if (digit < 0) break;
            value = (value * (isHex ? 16 : 10)) + digit;
        }

        if (at == start || value != character) return 0;
        return at < bytes.Length && bytes[at] == ';' ? at + 1 : at;
    }

    static int DigitOf(byte b, bool isHex) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' when isHex => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' when isHex => b - 'A' + 10,
        _ => -1,
    };

    /// <summary>The next place after soft line breaks, folds, the seams of encoded words and the zeros of UTF-16.</summary>
    static int AfterBreaks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            var length = BreakLength(bytes[at..]);
            if (length == 0) return at;
            at += length;
        }

        return at;
    }

    static int BreakLength(ReadOnlySpan<byte> bytes)
    {
        switch (bytes[0])
        {
            case 0:
                return 1;
            case (byte)'\r' or (byte)'\n':
                return Blanks(bytes, 0);
            case (byte)'=':
                var end = Blanks(bytes, 1);
                return bytes[1..end].Contains((byte)'\n') ? end : 0;
            case (byte)'?':
                return SeamLength(bytes);
            default:
                return 0;
        }
    }

    // ?= CRLF =?utf-8?Q? : between two encoded words (RFC 2047 §6.2)
    static int SeamLength(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("?="u8)) return 0;
        var at = Blanks(bytes, 2);
        if (!bytes[at..].StartsWith("=?"u8)) return 0;
        var rest = bytes.Slice(at, Math.Min(bytes.Length - at, LongestBreak));
        var mark = rest[2..].IndexOf("?Q?"u8);
        if (mark < 0) mark = rest[2..].IndexOf("?q?"u8);
        return mark < 0 ? 0 : at + 2 + mark + 3;
    }

    static int Blanks(ReadOnlySpan<byte> bytes, int from)
    {
        var end = from;
        while (end < bytes.Length && end - from < LongestBreak && bytes[end] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') end++;
        return end;
    }
}
