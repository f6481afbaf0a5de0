namespace Postroom.Mail.Mime;

/// <summary>An attachment or an inline image (RFC 2183).</summary>
sealed class OutgoingFile : OutgoingPart
{
    readonly Attachment _file;
    readonly ReadOnlyMemory<byte> _content;
    readonly MediaType _type;
    readonly TransferEncoding _encoding;
    readonly FilePlace _place;

    public OutgoingFile(Attachment file, FilePlace place, bool allow8Bit)
    {
        _file = file;
        _content = file.Content;
        _place = place;
        _type = MediaType.Parse(file.ContentType) ?? MediaType.OctetStream;
        _encoding = TransferEncoding.Base64;
        if (_type.Is("message"))
        {
            // A message inside a message may not be encoded (RFC 2046 §5.2.1): as it is, or as bytes of no kind.
            _content = WithCrlf(file.Content);
            var asIs = TransferEncodings.AsIs(_content.Span, allow8Bit);
            if (asIs is { } encoding) _encoding = encoding;
            else (_type, _content) = (MediaType.OctetStream, file.Content);
        }
        else if (_type.Is("multipart"))
        {
            _type = MediaType.OctetStream; // a multipart's boundary and structure are no file's
        }
    }

    public override bool Is8Bit => _encoding == TransferEncoding.EightBit;

    public override int EstimatedLength => 512 + (int)(_content.Length * 1.4);

    public override string MediaTypeName => _type.Name;

    public override bool Holds(ReadOnlySpan<byte> text) =>
        _encoding != TransferEncoding.Base64 && _content.Span.IndexOf(text) >= 0;

    public override void Write(ByteWriter output, HeaderEncoder headers, Boundary boundary)
    {
        var name = FileName.Clean(_file.Name);
        WriteType(headers, name);
        headers.Begin("Content-Transfer-Encoding");
        headers.Word(TransferEncodings.NameOf(_encoding));
        headers.End();
        if (_place != FilePlace.Alternative) WriteDisposition(headers, name);
        if (ContentId() is { } id)
        {
            headers.Begin("Content-ID");
            headers.Word($"<{id}>");
            headers.End();
        }

        output.Append("\r\n"u8);
        if (_encoding == TransferEncoding.Base64) Base64Lines.Encode(_content.Span, output);
        else output.Append(_content.Span);
    }

    public override void Dispose() { } // the bytes are the caller's

    /// <summary>A message file of a system with LF line ends, as the wire wants it; any other comes back as it is.</summary>
    static ReadOnlyMemory<byte> WithCrlf(ReadOnlyMemory<byte> content)
    {
        if (content.Span.Contains((byte)'\r') || !content.Span.Contains((byte)'\n')) return content;
        using var lines = new ByteWriter(content.Length + content.Length / 32);
        var rest = content.Span;
        for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            lines.Append(rest[..end]);
            lines.Append("\r\n"u8);
            rest = rest[(end + 1)..];
        }

        lines.Append(rest);
        return lines.ToArray();
    }

    void WriteDisposition(HeaderEncoder headers, string name)
    {
        headers.Begin("Content-Disposition");
        // An inline text would be shown as a piece of the message itself.
        headers.Word(_place == FilePlace.Inline && !_type.Is("text") ? "inline" : "attachment");
        headers.FileName(name);
        headers.End();
    }

    void WriteType(HeaderEncoder headers, string name)
    {
        headers.Begin("Content-Type");
        headers.Word(MediaTypeName);
        foreach (var (parameter, value) in _type.Parameters.Take(20))
        {
            var isOurs = parameter.ToLowerInvariant() is "name" or "boundary";
            if (!isOurs && MediaType.IsToken(parameter) && !parameter.Contains('*', StringComparison.Ordinal) && parameter.Length <= 40)
                headers.Parameter(parameter, value);
        }

        // Not asked for by any standard, but older readers look for the name only here.
        headers.OldName(name);
        headers.End();
    }

    /// <summary>The id as the wire can carry it (RFC 2392); null when there is none.</summary>
    string? ContentId()
    {
        if (_file.ContentId is not { } id) return null;
        var kept = new string([.. id.Where(c => c is > ' ' and < '\x7F' and not ('<' or '>'))]);
        return kept.Length is > 0 and <= 200 ? kept : null;
    }
}

/// <summary>Where a file stands in a message.</summary>
enum FilePlace
{
    /// <summary>Beside the text.</summary>
    Attached,

    /// <summary>Shown by the HTML.</summary>
    Inline,

    /// <summary>Another form of the text itself, as an invitation to a meeting is (RFC 6047 §2.4).</summary>
    Alternative,
}
