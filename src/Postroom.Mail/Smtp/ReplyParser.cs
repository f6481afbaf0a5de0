using System.Buffers;
using System.Globalization;

namespace Postroom.Mail.Smtp;

/// <summary>
/// Reads replies from bytes as they come, however they are split (RFC 5321 §4.2). Never throws on input, never holds
/// more than <see cref="MaxBytes"/>. Odd bytes in the text are escaped and kept; a code that is unclear is malformed.
/// </summary>
public sealed class ReplyParser
{
    /// <summary>The largest reply, 64 KiB, line ends counted.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>The most lines of a reply.</summary>
    public const int MaxLines = 1_000;

    const int ShownLength = 200;

    readonly List<string> _lines = [];
    ArrayBufferWriter<byte>? _partial;
    int _bytes;
    int _code;
    EnhancedStatus? _enhanced;
    bool _loneLineFeed;

    /// <summary>Whether bytes of a reply that is not complete have been taken.</summary>
    public bool IsMidReply => _bytes > 0;

    /// <summary>The beginning of the line that is not complete, escaped and shortened.</summary>
    public string Pending => _partial is null ? "" : ReplyText.Show(_partial.WrittenSpan, ShownLength);

    /// <summary>Takes bytes up to the end of one reply.</summary>
    /// <param name="input">What came; bytes after the reply are left.</param>
    /// <param name="consumed">How many bytes were taken.</param>
    /// <returns>The reply or what is wrong with it; null when more bytes are needed.</returns>
    public ReplyParse? Feed(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        while (consumed < input.Length)
        {
            var rest = input[consumed..];
            var lineFeed = rest.IndexOf((byte)'\n');
            var taken = Math.Min(lineFeed < 0 ? rest.Length : lineFeed + 1, MaxBytes - _bytes + 1);
            consumed += taken;
            _bytes += taken;
            if (_bytes > MaxBytes) return End(new ReplyParse.TooLong($"The reply passes {MaxBytes / 1024} KiB."));

            if (lineFeed < 0)
            {
                (_partial ??= new ArrayBufferWriter<byte>(256)).Write(rest[..taken]);
                return null;
            }

            if (TakeLine(rest[..taken]) is { } result) return End(result);
        }

        return null;
    }

    ReplyParse? TakeLine(ReadOnlySpan<byte> ending)
    {
        if (_partial is not { WrittenCount: > 0 } partial) return ParseLine(ending);

        partial.Write(ending);
        var result = ParseLine(partial.WrittenSpan);
        partial.ResetWrittenCount();
        return result;
    }

    ReplyParse? ParseLine(ReadOnlySpan<byte> line)
    {
        line = line[..^1];
        if (line is [.., (byte)'\r']) line = line[..^1];
        else _loneLineFeed = true;

        if (ReadCode(line) is not { } code) return new ReplyParse.Malformed(WhyNoCode(line), ReplyText.Show(line, ShownLength));

        if (_lines.Count == 0) _code = code;
        if (code != _code) return new ReplyParse.Malformed(WhyOtherCode(code), ReplyText.Show(line, ShownLength));
        if (_lines.Count == MaxLines) return new ReplyParse.TooLong($"The reply passes {MaxLines} lines.");

        AddText(line.Length > 4 ? line[4..] : []);
        return line.Length > 3 && line[3] == '-'
            ? null
            : new ReplyParse.Complete(new Reply(_code, _enhanced, [.. _lines]), _loneLineFeed);
    }

    void AddText(ReadOnlySpan<byte> text)
    {
        if (EnhancedStatus.TryRead(text, _code / 100, out var status, out var length))
        {
            if (_lines.Count == 0) _enhanced = status;
            if (_enhanced == status) text = text[length..];
        }

        _lines.Add(ReplyText.Show(text));
    }

    static int? ReadCode(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3 || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-'))) return null;
        if (line[0] is < (byte)'2' or > (byte)'5') return null;
        if (!char.IsAsciiDigit((char)line[1]) || !char.IsAsciiDigit((char)line[2])) return null;
        return ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
    }

    string WhyOtherCode(int code) =>
        string.Create(CultureInfo.InvariantCulture, $"A reply that begins with {_code} goes on with {code}.");

    static string WhyNoCode(ReadOnlySpan<byte> line) =>
        line.IsEmpty
            ? "An empty line came where a reply is due."
            : "The line does not begin with a reply code from 200 to 599 and a space or hyphen.";

    ReplyParse End(ReplyParse result)
    {
        _lines.Clear();
        _partial = null;
        _bytes = 0;
        _enhanced = null;
        _loneLineFeed = false;
        return result;
    }
}
