using System.Buffers;

namespace Postroom.Mail.Mime;

/// <summary>What a body holds that decides how it can travel.</summary>
/// <param name="HighBytes">How many bytes are above 127.</param>
/// <param name="Lines">All line ends are CRLF and no line is over 998 octets.</param>
/// <param name="Controls">There are controls other than tab, CR and LF.</param>
/// <param name="Nul">There is a NUL.</param>
/// <param name="FromLine">A line begins with "From ".</param>
readonly record struct BodyScan(int HighBytes, bool Lines, bool Controls, bool Nul, bool FromLine)
{
    static readonly SearchValues<byte> ControlBytes = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    public static BodyScan Of(ReadOnlySpan<byte> body)
    {
        var fits = true;
        var fromLine = false;
        for (var rest = body; !rest.IsEmpty;)
        {
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.Length > TransferEncodings.LongestLine) fits = false;
            if (line.StartsWith("From "u8)) fromLine = true;
            if (end < 0) break;
            if (rest[end] == '\n' || end + 1 == rest.Length || rest[end + 1] != '\n') fits = false;
            rest = rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? rest[(end + 2)..] : rest[(end + 1)..];
        }

        return new(CountHigh(body), fits, body.ContainsAny(ControlBytes), body.Contains((byte)0), fromLine);
    }

    static int CountHigh(ReadOnlySpan<byte> body)
    {
        var count = 0;
        foreach (var b in body) count += b >> 7;
        return count;
    }
}
