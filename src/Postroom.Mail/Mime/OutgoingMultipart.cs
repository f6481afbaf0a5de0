namespace Postroom.Mail.Mime;

/// <summary>Several parts between boundaries (RFC 2046 §5.1).</summary>
sealed class OutgoingMultipart(string subtype, IReadOnlyList<OutgoingPart> parts) : OutgoingPart
{
    public override bool Is8Bit { get; } = parts.Any(part => part.Is8Bit);

    public override int EstimatedLength => 256 + parts.Sum(part => part.EstimatedLength);

    public override string MediaTypeName => $"multipart/{subtype}";

    public override bool Holds(ReadOnlySpan<byte> text)
    {
        foreach (var part in parts)
        {
            if (part.Holds(text)) return true;
        }

        return false;
    }

    public override void Write(ByteWriter output, HeaderEncoder headers, Boundary boundary)
    {
        var line = boundary.Next();
        headers.Begin("Content-Type");
        headers.Word(MediaTypeName);
        // The kind of the root is required there (RFC 2387 §3.1).
        if (subtype == "related") headers.Parameter("type", parts[0].MediaTypeName);
        headers.Parameter("boundary", line);
        headers.End();
        if (Is8Bit)
        {
            headers.Begin("Content-Transfer-Encoding");
            headers.Word("8bit");
            headers.End();
        }

        foreach (var part in parts)
        {
            output.Append("\r\n--"u8);
            output.Append(line);
            output.Append("\r\n"u8);
            part.Write(output, headers, boundary);
        }

        output.Append("\r\n--"u8);
        output.Append(line);
        output.Append("--\r\n"u8);
    }

    public override void Dispose()
    {
        foreach (var part in parts) part.Dispose();
    }
}
