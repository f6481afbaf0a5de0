using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>Reads the tree of parts of one message.</summary>
sealed class PartReader(ProblemList problems)
{
    const int LongestBoundary = 1_000;

    // Lines that begin with two hyphens are looked at on every level: a nest of them must not cost more than its size.
    const int MostLooks = 1_000_000;
    int _count;
    int _looks;

    public MessagePart Read(ReadOnlyMemory<byte> bytes, int depth)
    {
        _count++;
        var headers = HeaderBlockReader.Read(bytes.Span, problems);
        var body = bytes[headers.BodyOffset..];
        var type = TypeOf(headers);
        if (type.Is("multipart") && Split(body, type, depth) is { } children)
            return new MessagePart(headers, type) { Children = children };

        if (type.Is("multipart")) type = MediaType.TextPlain;
        var disposition = HeaderParameters.Parse(headers.First("Content-Disposition")?.Unfolded ?? "", out var kind);
        var name = disposition["filename"] ?? type.Parameters["name"];
        return new MessagePart(headers, type)
        {
            Content = Decode(body, headers),
            Disposition = kind.Length == 0 ? null : kind.ToLowerInvariant(),
            FileName = string.IsNullOrWhiteSpace(name) ? null : FileName.Clean(name),
            ContentId = headers["Content-ID"]?.Trim('<', '>', ' ') is { Length: > 0 } id ? id : null,
        };
    }

    MediaType TypeOf(MessageHeaders headers)
    {
        if (headers.First("Content-Type") is not { } field) return MediaType.TextPlain;
        if (MediaType.Parse(field.Unfolded) is not { } type)
        {
            problems.Add("A Content-Type cannot be understood: the part was taken for plain text.");
            return MediaType.TextPlain;
        }

        Charsets.Decode(type.Parameters["charset"], [], out var isKnown);
        if (!isKnown) problems.Add("A part is in a charset that is not known here: its text was guessed.");
        return type;
    }

    /// <summary>The parts between the boundaries, or null when the body cannot be read as a multipart.</summary>
    List<MessagePart>? Split(ReadOnlyMemory<byte> body, MediaType type, int depth)
    {
        var boundary = type.Parameters["boundary"]?.TrimEnd();
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
        {
            problems.Add("A multipart names no boundary: it was taken for plain text.");
            return null;
        }

        if (depth >= MessageReader.MaximumDepth)
        {
            problems.Add("Parts stand more than 20 deep in each other: the deeper ones were not read.");
            return null;
        }

        var slices = Slices(body.Span, Encoding.UTF8.GetBytes($"--{boundary}"), out var isClosed);
        if (slices.Count == 0)
        {
            problems.Add("The boundary of a multipart does not occur in it: it was taken for plain text.");
            return null;
        }

        if (!isClosed) problems.Add("A multipart is not closed: the message may have been cut off.");
        var parts = new List<MessagePart>();
        foreach (var slice in slices)
        {
            if (_count >= MessageReader.MaximumParts)
            {
                problems.Add("The message has more than 500 parts: the rest was passed over.");
                break;
            }

            parts.Add(Read(body[slice], depth + 1));
        }

        return parts;
    }

    /// <summary>Where the parts are: between lines that are the delimiter (RFC 2046 §5.1.1), spaces after it aside.</summary>
    List<Range> Slices(ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter, out bool isClosed)
    {
        var slices = new List<Range>();
        var start = -1;
        isClosed = false;
        for (var at = NextDashes(body, 0); at >= 0 && slices.Count <= MessageReader.MaximumParts; at = NextDashes(body, at + 1))
        {
            if (++_looks > MostLooks)
            {
                problems.Add("Too many lines look like boundaries: the parts were not all told apart.");
                break;
            }

            if (!body[at..].StartsWith(delimiter)) continue;
            var rest = body[(at + delimiter.Length)..EndOfLine(body, at)].TrimEnd(" \t\r\n"u8);
            var closes = rest.StartsWith("--"u8);
            if (!closes && !rest.IsEmpty) continue;
            if (start >= 0) slices.Add(start..Math.Max(start, BeforeLineEnd(body, at)));
            start = EndOfLine(body, at);
            isClosed = closes;
            if (closes) return slices;
        }

        if (start >= 0) slices.Add(start..body.Length);
        return slices;
    }

    /// <summary>The next line, at or after a place, that begins with two hyphens; or -1.</summary>
    static int NextDashes(ReadOnlySpan<byte> body, int from)
    {
        if (from == 0 && body.StartsWith("--"u8)) return 0;
        // Vectorised: text is passed over at memory speed, on every level of a nest.
        var found = body[Math.Max(0, from - 1)..].IndexOf("\n--"u8);
        return found < 0 ? -1 : Math.Max(0, from - 1) + found + 1;
    }

    static int EndOfLine(ReadOnlySpan<byte> body, int at)
    {
        var end = body[at..].IndexOf((byte)'\n');
        return end < 0 ? body.Length : at + end + 1;
    }

    /// <summary>The line end before a delimiter belongs to the delimiter.</summary>
    static int BeforeLineEnd(ReadOnlySpan<byte> body, int at)
    {
        if (at > 0 && body[at - 1] == '\n') at--;
        if (at > 0 && body[at - 1] == '\r') at--;
        return at;
    }

    ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body, MessageHeaders headers)
    {
        var encoding = headers.First("Content-Transfer-Encoding")?.Unfolded.Trim().ToLowerInvariant() ?? "";
        if (encoding is not ("base64" or "quoted-printable"))
        {
            if (encoding is not ("" or "7bit" or "8bit" or "binary"))
                problems.Add("A transfer encoding is not known: the part is shown as it came.");
            return body;
        }

        using var decoded = new ByteWriter(body.Length);
        var isWell = encoding == "base64"
            ? TransferDecoder.Base64(body.Span, decoded)
            : TransferDecoder.QuotedPrintable(body.Span, decoded);
        if (!isWell) problems.Add($"A part in {encoding} is damaged: what could be read is shown.");
        return decoded.ToArray();
    }
}
