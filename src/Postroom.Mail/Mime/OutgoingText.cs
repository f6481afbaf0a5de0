namespace Postroom.Mail.Mime;

/// <summary>A text of the message itself, always in UTF-8.</summary>
sealed class OutgoingText : OutgoingPart
{
    readonly string _subtype;
    readonly ByteWriter _text;
    readonly TransferEncoding _encoding;

    public OutgoingText(string subtype, string text, bool allow8Bit)
    {
        _subtype = subtype;
        _text = Canonical(text);
        _encoding = TransferEncodings.ForText(_text.Written, allow8Bit);
    }

    public override bool Is8Bit => _encoding == TransferEncoding.EightBit;

    public override int EstimatedLength => 128 + _text.Length * 3 / 2;

    public override string MediaTypeName => $"text/{_subtype}";

    public override bool Holds(ReadOnlySpan<byte> text) =>
        _encoding is TransferEncoding.SevenBit or TransferEncoding.EightBit && _text.Written.IndexOf(text) >= 0;

    public override void Write(ByteWriter output, HeaderEncoder headers, Boundary boundary)
    {
        headers.Begin("Content-Type");
        headers.Word(MediaTypeName);
        headers.Parameter("charset", "utf-8");
        headers.End();
        headers.Begin("Content-Transfer-Encoding");
        headers.Word(TransferEncodings.NameOf(_encoding));
        headers.End();
        output.Append("\r\n"u8);
        if (_encoding == TransferEncoding.Base64) Base64Lines.Encode(_text.Written, output);
        else if (_encoding == TransferEncoding.QuotedPrintable) QuotedPrintable.Encode(_text.Written, output);
        else output.Append(_text.Written);
    }

    public override void Dispose() => _text.Dispose();

    /// <summary>The text in UTF-8 with CRLF line ends, the last line ended too, and no NUL.</summary>
    static ByteWriter Canonical(string text)
    {
        var bytes = new ByteWriter(text.Length * 3 / 2);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var stop = rest.IndexOfAny('\r', '\n', '\0');
            bytes.Append(stop < 0 ? rest : rest[..stop]);
            if (stop < 0 || rest[stop] != '\0') bytes.Append("\r\n"u8);
            else bytes.Append("\uFFFD"u8);
            if (stop < 0) break;
            var isPair = rest[stop] == '\r' && stop + 1 < rest.Length && rest[stop + 1] == '\n';
            rest = rest[(stop + (isPair ? 2 : 1))..];
            if (rest.IsEmpty && bytes.Written[^1] != '\n') bytes.Append("\r\n"u8);
        }

        return bytes;
    }
}
