namespace Postroom.Mail.Mime;

/// <summary>Chooses and names transfer encodings.</summary>
static class TransferEncodings
{
    /// <summary>The longest line, without its CRLF (RFC 5322 §2.1.1).</summary>
    public const int LongestLine = 998;

    /// <summary>The name in the header.</summary>
    public static string NameOf(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.SevenBit => "7bit",
        TransferEncoding.EightBit => "8bit",
        TransferEncoding.Binary => "binary",
        TransferEncoding.QuotedPrintable => "quoted-printable",
        _ => "base64",
    };

    /// <summary>
    /// The plainest way for text in CRLF lines. Text that would travel as it is but that some gateway is known to change
    /// (a line beginning with "From ") is encoded too, as are all controls but the tab.
    /// </summary>
    public static TransferEncoding ForText(ReadOnlySpan<byte> text, bool allow8Bit)
    {
        var found = BodyScan.Of(text);
        if (found.Lines && !found.Controls && !found.FromLine)
        {
            if (found.HighBytes == 0) return TransferEncoding.SevenBit;
            if (allow8Bit) return TransferEncoding.EightBit;
        }

        // Quoted-printable costs two more for each byte it escapes, base64 a third of all and its line ends.
        return found.HighBytes * 2L <= text.Length * 37L / 100 ? TransferEncoding.QuotedPrintable : TransferEncoding.Base64;
    }

    /// <summary>7bit or 8bit when the bytes can travel as they are; null when they cannot.</summary>
    public static TransferEncoding? AsIs(ReadOnlySpan<byte> bytes, bool allow8Bit)
    {
        var found = BodyScan.Of(bytes);
        if (!found.Lines || found.Nul) return null;
        if (found.HighBytes == 0) return TransferEncoding.SevenBit;
        return allow8Bit ? TransferEncoding.EightBit : null;
    }
}
