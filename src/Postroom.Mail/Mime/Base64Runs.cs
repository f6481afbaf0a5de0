using System.Buffers;
using System.Buffers.Text;

namespace Postroom.Mail.Mime;

/// <summary>Finds what is written in base64 anywhere in a message, by its characters, and covers secrets in it.</summary>
static class Base64Runs
{
    const int ShortestRun = 16;

    static readonly SearchValues<byte> Digits = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Puts stars in place of the secrets, in base64 as before. Line breaks and padding stay where they are.</summary>
    public static void Cover(Span<byte> bytes, List<byte[]> secrets)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var start = bytes[at..].IndexOfAny(Digits);
            if (start < 0) return;
            at += start;
            var length = LengthOf(bytes[at..], out var digits);
            if (digits >= ShortestRun) CoverRun(bytes.Slice(at, length), digits, secrets);
            at += length;
        }
    }

    // An empty line ends a run: after it begin the body and the next part, each with its own first digit.
    static int LengthOf(ReadOnlySpan<byte> bytes, out int digits)
    {
        digits = 0;
        var at = 0;
        while (at < bytes.Length)
        {
            var end = bytes[at..].IndexOfAnyExcept(Digits);
            var line = end < 0 ? bytes.Length - at : end;
            digits += line;
            at += line;
            var next = LineEnd(bytes[at..]);
            if (next == 0 || at + next >= bytes.Length || !Digits.Contains(bytes[at + next])) return at;
            at += next;
        }

        return at;
    }

    static int LineEnd(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\r\n"u8) ? 2 : bytes.StartsWith("\n"u8) ? 1 : 0;

    static void CoverRun(Span<byte> run, int digits, List<byte[]> secrets)
    {
        var whole = digits % 4 == 1 ? digits - 1 : digits;
        var compact = new byte[(whole + 3) / 4 * 4];
        compact.AsSpan().Fill((byte)'=');
        var count = 0;
        foreach (var b in run)
        {
            if (count < whole && Digits.Contains(b)) compact[count++] = b;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(compact.Length)];
        if (Base64.DecodeFromUtf8(compact, decoded, out _, out var length) != OperationStatus.Done) return;
        if (!SecretFinder.Cover(decoded.AsSpan(0, length), secrets)) return;
        Base64.EncodeToUtf8(decoded.AsSpan(0, length), compact, out _, out _);
        count = 0;
        foreach (ref var b in run)
        {
            if (count < whole && Digits.Contains(b)) b = compact[count++];
        }
    }
}
