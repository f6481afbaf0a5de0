namespace Postroom.Mail.Mime;

/// <summary>Reads a block of headers (RFC 5322 §2.2), with LF for CRLF and other errors of the wild.</summary>
static class HeaderBlockReader
{
    public static MessageHeaders Read(ReadOnlySpan<byte> message, ProblemList problems)
    {
        var fields = new List<HeaderField>();
        var at = SkipMailboxLine(message, problems);
        while (at < message.Length)
        {
            var end = EndOfLine(message, at);
            if (IsEmpty(message[at..end])) return new(fields, end, problems.All);
            if (at > MessageHeaders.MaximumOctets)
            {
                problems.Add("The headers are longer than 256 KiB: the rest was taken for the body.");
                return new(fields, at, problems.All);
            }

            var colon = NameLength(message[at..end]);
            if (colon < 0)
            {
                problems.Add("A line among the headers is no header: the body was taken to begin there.");
                return new(fields, at, problems.All);
            }

            while (end < message.Length && message[end] is (byte)' ' or (byte)'\t') end = EndOfLine(message, end);
            AddField(fields, message[at..end], colon, at, problems);
            at = end;
        }

        problems.Add("The message ends without the empty line after its headers.");
        return new(fields, message.Length, problems.All);
    }

    static void AddField(List<HeaderField> fields, ReadOnlySpan<byte> line, int colon, int offset, ProblemList problems)
    {
        if (fields.Count == MessageHeaders.MaximumCount)
        {
            problems.Add("There are more than 1,000 headers: the rest was passed over.");
            return;
        }

        var name = System.Text.Encoding.ASCII.GetString(line[..colon].TrimEnd(" \t"u8));
        // One header can be no longer than the whole block may be.
        var value = line[(colon + 1)..].TrimEnd("\r\n"u8);
        if (value.Length > MessageHeaders.MaximumOctets)
        {
            problems.Add($"The header {name} is longer than 256 KiB: it was cut.");
            value = value[..MessageHeaders.MaximumOctets];
        }

        fields.Add(new HeaderField(name, Charsets.Guess(value), offset, line.Length));
    }

    /// <summary>The index of the colon after a field name, or -1 when the line is no header.</summary>
    static int NameLength(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return -1;
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? -1 : colon;
    }

    /// <summary>The line that mailbox files put before a message.</summary>
    static int SkipMailboxLine(ReadOnlySpan<byte> message, ProblemList problems)
    {
        if (!message.StartsWith("From "u8) && !message.StartsWith(">From "u8)) return 0;
        problems.Add("The message begins with the From line of a mailbox file.");
        return EndOfLine(message, 0);
    }

    static int EndOfLine(ReadOnlySpan<byte> message, int at)
    {
        var end = message[at..].IndexOf((byte)'\n');
        return end < 0 ? message.Length : at + end + 1;
    }

    static bool IsEmpty(ReadOnlySpan<byte> line) => line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
}
