namespace Postroom.Mail.Mime;

/// <summary>How the bytes of a part travel (Content-Transfer-Encoding, RFC 2045 §6).</summary>
public enum TransferEncoding
{
    /// <summary>As they are: lines of ASCII.</summary>
    SevenBit,

    /// <summary>As they are: lines with bytes above 127 (RFC 6152).</summary>
    EightBit,

    /// <summary>As they are, without lines (RFC 3030). Read, never written.</summary>
    Binary,

    /// <summary>Mostly readable, <c>=XX</c> for the rest (RFC 2045 §6.7).</summary>
    QuotedPrintable,

    /// <summary>Base64 in lines of 76 (RFC 2045 §6.8).</summary>
    Base64,
}
