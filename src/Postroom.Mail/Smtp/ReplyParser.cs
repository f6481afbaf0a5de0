using System.Buffers;
using System.Globalization;

namespace Postroom.Mail.Smtp;

/// <summary>
/// Reads replies from bytes as they come, however they are split (RFC 5321 §4.2). Never throws on input, reads up to
/// <see cref="MaxBytes"/> and holds no more than <see cref="KeptBytes"/>: of what is beyond, only the codes are looked at. Odd
/// bytes in the text are escaped and kept; a code that is unclear is malformed.
/// </summary>
public sealed class ReplyParser
{
    /// <summary>The largest reply, 1 MiB, line ends counted.</summary>
    public const int MaxBytes = 1_048_576;

    /// <summary>The most lines of a reply.</summary>
    public const int MaxLines = 10_000;

    /// <summary>So many bytes of a reply are kept, 64 KiB: whole lines, and of a longer line its beginning.</summary>
    public const int KeptBytes = 65_536;

    const int ShownLength = 200;

    readonly List<string> _lines = [];
    ArrayBufferWriter<byte>? _partial;
    int _bytes;
    int _kept;
    int _count;
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
            if (_bytes > MaxBytes) return End(TooLong($"The reply passes {MaxBytes / 1_048_576} MiB."));

            if (lineFeed < 0)
            {
                KeepPart(rest[..taken]);
                return null;
            }

            if (TakeLine(rest[..taken]) is { } result) return End(result);
        }

        return null;
    }

    ReplyParse? TakeLine(ReadOnlySpan<byte> ending)
    {
        if (_partial is not { WrittenCount: > 0 } partial) return ParseLine(ending);

        // What of a long line was not kept has no line end: one is put behind what was.
        if (KeepPart(ending) < ending.Length) partial.Write("\r\n"u8);
        var result = ParseLine(partial.WrittenSpan);
        partial.ResetWrittenCount();
        return result;
    }

    // How many bytes were kept of a line that comes in parts.
    int KeepPart(ReadOnlySpan<byte> part)
    {
        _partial ??= new ArrayBufferWriter<byte>(256);
        var kept = Math.Min(part.Length, Math.Max(0, KeptBytes - _partial.WrittenCount));
        _partial.Write(part[..kept]);
        return kept;
    }

    ReplyParse? ParseLine(ReadOnlySpan<byte> line)
    {
        line = line[..^1];
        if (line is [.., (byte)'\r']) line = line[..^1];
        else _loneLineFeed = true;

        if (ReadCode(line) is not { } code) return new ReplyParse.Malformed(WhyNoCode(line), ReplyText.Show(line, ShownLength));

        if (_count == 0) _code = code;
        if (code != _code) return new ReplyParse.Malformed(WhyOtherCode(code), ReplyText.Show(line, ShownLength));
        if (_count == MaxLines) return TooLong($"The reply passes {MaxLines} lines.");

        AddText(line.Length > 4 ? line[4..] : []);
        return line.Length > 3 && line[3] == '-'
            ? null
            : new ReplyParse.Complete(Whole(), _loneLineFeed);
    }

    Reply Whole() => new(_code, _enhanced, [.. _lines]);

    // What was readable counts, also where the line that passes the bound is the first.
    ReplyParse.TooLong TooLong(string reason)
    {
        if (_count == 0 && _partial is { } partial && ReadCode(partial.WrittenSpan) is { } code)
        {
            _code = code;
            AddText(partial.WrittenSpan[Math.Min(4, partial.WrittenCount)..]);
        }

        return new ReplyParse.TooLong(reason, _count == 0 ? null : Whole());
    }

    void AddText(ReadOnlySpan<byte> text)
    {
        if (EnhancedStatus.TryRead(text, _code / 100, out var status, out var length))
        {
            if (_count == 0) _enhanced = status;
            if (_enhanced == status) text = text[length..];
        }

        _count++;
        if (_kept + text.Length > KeptBytes && _lines.Count > 0) return;
        _kept += text.Length;
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
        _bytes = _kept = _count = 0;
        _enhanced = null;
        _loneLineFeed = false;
        return result;
    }
}
